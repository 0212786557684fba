import "server-only";
import { z } from "zod";
import type { Generation } from "@/lib/server/generated/prisma/client";
import type { Endpoint } from "@/lib/server/upstream/profiles/routes";

/** The only field of an attempt read here; rows from before route changes lack it. */
const routed = z.array(z.object({ endpoint: z.enum(["chat", "generations", "edits"]).nullish() }));

/** The routes that refused a call, unbilled, before its current one. */
export function refusedRoutesOf(row: Pick<Generation, "endpoint" | "earlierAttempts">): Endpoint[] {
  const routes = routed
    .parse(row.earlierAttempts)
    .flatMap(({ endpoint }) =>
      endpoint === undefined || endpoint === null || endpoint === row.endpoint ? [] : [endpoint],
    );
  return [...new Set(routes)];
}
