import "server-only";
import type { z } from "zod";
import type { WorkspaceId } from "@/lib/contracts/ids";
import type {
  workspaceReportList,
  WorkspaceReport,
  workspaceReportQuery,
} from "@/lib/contracts/instance";
import { authorizeInstance } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Clock, Deps } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { limit, olderThan, readPage } from "@/lib/server/domain/lists/page";
import { Prisma, type Workspace } from "@/lib/server/generated/prisma/client";

const PAGE = 50;

type Row = Pick<Workspace, "id" | "name" | "kind" | "createdAt">;

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
  const { rows, nextCursor } = await readPage(
    { by: "createdAt", cursor, size: PAGE },
    (slice) => db.$queryRaw<Row[]>`
      SELECT w.id::text, w.name, w.kind::text AS kind, w."createdAt" FROM "Workspace" w
      WHERE ${query ? Prisma.sql`position(lower(${query}::text) IN lower(w.name)) > 0` : Prisma.sql`true`}
        AND ${olderThan(slice, Prisma.sql`w."createdAt"`, Prisma.sql`w.id`)}
      ORDER BY w."createdAt" DESC, w.id DESC ${limit(slice.take)}`,
  );
  return { workspaces: await toReports(rows, monthStart(clock)), nextCursor };
}

/** One pass over each table for the whole page. */
async function toReports(rows: readonly Row[], month: Date): Promise<WorkspaceReport[]> {
  const ids = rows.map(({ id }) => id);
  const ofPage = Prisma.sql`"workspaceId" = ANY(${ids}::uuid[])`;
  const [members, threads, files, money] = await Promise.all([
    db.$queryRaw<Counted<{ count: number }>[]>`
      SELECT "workspaceId"::text, count(*)::int AS count FROM "Membership" WHERE ${ofPage} GROUP BY 1`,
    db.$queryRaw<Counted<{ count: number; last: Date | null }>[]>`
      SELECT "workspaceId"::text, count(*) FILTER (WHERE "deletedAt" IS NULL)::int AS count,
             max("lastActivityAt") AS last
      FROM "Thread" WHERE ${ofPage} GROUP BY 1`,
    db.$queryRaw<Counted<{ bytes: bigint }>[]>`
      SELECT used."workspaceId"::text, sum(b."byteCount")::bigint AS bytes
      FROM (SELECT DISTINCT "workspaceId", sha256 FROM "Image" WHERE ${ofPage}) used JOIN "Blob" b USING (sha256)
      GROUP BY 1`,
    db.$queryRaw<Counted<{ thisMonth: bigint | null; ever: bigint | null }>[]>`
      SELECT "workspaceId"::text, sum("costMicroUsd")::bigint AS ever,
             sum("costMicroUsd") FILTER (WHERE "finishedAt" >= ${month})::bigint AS "thisMonth"
      FROM "Generation" WHERE ${ofPage} AND NOT "isSandbox" GROUP BY 1`,
  ]);
  const [memberOf, threadOf, fileOf, moneyOf] = [
    byWorkspace(members),
    byWorkspace(threads),
    byWorkspace(files),
    byWorkspace(money),
  ];
  return rows.map(({ id, name, kind, createdAt }) => ({
    ...{ id: brandId<WorkspaceId>(id), name, kind, createdAt: createdAt.toISOString() },
    members: memberOf.get(id)?.count ?? 0,
    threads: threadOf.get(id)?.count ?? 0,
    storedBytes: Number(fileOf.get(id)?.bytes ?? 0n),
    spentThisMonthMicroUsd: Number(moneyOf.get(id)?.thisMonth ?? 0n),
    spentMicroUsd: Number(moneyOf.get(id)?.ever ?? 0n),
    lastActivityAt: threadOf.get(id)?.last?.toISOString() ?? null,
  }));
}

type Counted<Columns> = Columns & { workspaceId: string };

function byWorkspace<Row extends { workspaceId: string }>(
  rows: readonly Row[],
): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.workspaceId, row]));
}

function monthStart(clock: Clock): Date {
  const now = clock.now();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
}
