import "server-only";
import { z } from "zod";
import {
  type workspaceReportList,
  type WorkspaceReport,
  type workspaceReportQuery,
} from "@/lib/contracts/instance";
import { authorizeInstance } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Clock, Deps } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { limit, olderThan, readPage, type Slice } from "@/lib/server/domain/lists/page";
import { Prisma } from "@/lib/server/generated/prisma/client";

const PAGE = 50;

const instant = z.date();
const reportRow = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(["personal", "team"]),
  createdAt: instant,
  members: z.int(),
  threads: z.int(),
  storedBytes: z.bigint(),
  spentThisMonth: z.bigint(),
  spent: z.bigint(),
  lastActivityAt: instant.nullable(),
});

/**
 * Members, storage and spending of each workspace, newest first, 50 a page. Files of deleted images count as long as
 * they are stored. Throws `not_found` for everyone but instance owners.
 */
export async function listWorkspaceReports(
  actor: Actor,
  { query, cursor }: z.output<typeof workspaceReportQuery>,
  { clock }: Deps,
): Promise<z.output<typeof workspaceReportList>> {
  authorizeInstance(actor);
  const { rows, nextCursor } = await readPage({ by: "createdAt", cursor, size: PAGE }, (slice) =>
    readReports(slice, query ?? "", monthStart(clock)),
  );
  return { workspaces: rows.map(toReport), nextCursor };
}

async function readReports(slice: Slice<"createdAt">, query: string, month: Date) {
  const found: unknown[] = await db.$queryRaw`
    WITH page AS (
      SELECT w.id, w.name, w.kind::text AS kind, w."createdAt" FROM "Workspace" w
      WHERE ${query ? Prisma.sql`position(lower(${query}::text) IN lower(w.name)) > 0` : Prisma.sql`true`}
        AND ${olderThan(slice, Prisma.sql`w."createdAt"`, Prisma.sql`w.id`)}
      ORDER BY w."createdAt" DESC, w.id DESC ${limit(slice.take)}
    )
    SELECT page.*, members.count AS members, threads.count AS threads, threads.last AS "lastActivityAt",
           files.bytes AS "storedBytes", money.this_month AS "spentThisMonth", money.ever AS spent
    FROM page,
      LATERAL (SELECT count(*)::int FROM "Membership" m WHERE m."workspaceId" = page.id) members,
      LATERAL (SELECT count(*) FILTER (WHERE t."deletedAt" IS NULL)::int AS count, max(t."lastActivityAt") AS last
               FROM "Thread" t WHERE t."workspaceId" = page.id) threads,
      LATERAL (SELECT coalesce(sum(b."byteCount"), 0)::bigint AS bytes FROM "Blob" b
               WHERE b.sha256 IN (SELECT i.sha256 FROM "Image" i WHERE i."workspaceId" = page.id)) files,
      LATERAL (SELECT coalesce(sum(g."costMicroUsd") FILTER (WHERE g."finishedAt" >= ${month}), 0)::bigint AS this_month,
                      coalesce(sum(g."costMicroUsd"), 0)::bigint AS ever
               FROM "Generation" g WHERE g."workspaceId" = page.id AND NOT g."isSandbox") money
    ORDER BY page."createdAt" DESC, page.id DESC`;
  return found.map((row) => reportRow.parse(row));
}

function toReport(row: z.output<typeof reportRow>): WorkspaceReport {
  return {
    id: brandId(row.id),
    name: row.name,
    kind: row.kind,
    createdAt: row.createdAt.toISOString(),
    members: row.members,
    threads: row.threads,
    storedBytes: Number(row.storedBytes),
    spentThisMonthMicroUsd: Number(row.spentThisMonth),
    spentMicroUsd: Number(row.spent),
    lastActivityAt: row.lastActivityAt?.toISOString() ?? null,
  };
}

function monthStart(clock: Clock): Date {
  const now = clock.now();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
}
