import { startImport } from "@/lib/server/domain/imports/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("imports.start", ({ ctx, params }) =>
  startImport(ctx.actor, params.importId),
);
