import "server-only";
import { randomUUID } from "node:crypto";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";

/**
 * How long a claim holds without a heartbeat, by the database's clock. Afterwards another runner recovers the row; a
 * runner that stalled for longer has lost its claim and can no longer change the row.
 */
export const LEASE_SECONDS = 20;

/**
 * The right to change one generation. Every write of a runner is fenced by the token, so a stale runner's writes miss.
 */
export type Lease = { generationId: string; workspaceId: WorkspaceId; token: string };

/** Claims a generation whose answer is spooled but not yet stored as images; null if another runner holds it. */
export async function claimReceived(generationId: string): Promise<Lease | null> {
  const token = randomUUID();
  const rows = await db.$queryRaw<{ workspaceId: string }[]>`
    UPDATE "Generation"
    SET "leaseToken" = ${token}::uuid,
        "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS}::int)
    WHERE id = ${generationId}::uuid AND state IN ('received', 'cancelled')
      AND "receivedAt" IS NOT NULL AND "finishedAt" IS NULL
      AND ("leaseUntil" IS NULL OR "leaseUntil" < now())
    RETURNING "workspaceId"::text`;
  return toLease(generationId, token, rows);
}

/** Expires leases early, so that the next sweep recovers their rows. */
export async function endLeases(tokens: readonly string[]): Promise<void> {
  await db.$executeRaw`
    WITH held AS (
      SELECT id FROM "Generation" WHERE "leaseToken" = ANY(${[...tokens]}::uuid[])
      ORDER BY id FOR NO KEY UPDATE
    )
    UPDATE "Generation" g SET "leaseUntil" = now() FROM held WHERE g.id = held.id`;
}

/**
 * Extends leases; returns the tokens that were extended. Rows are locked in id order. A row that another transaction
 * has locked is skipped, so that it delays neither this query nor the other leases: it is being changed just now, and
 * the next heartbeat comes long before its lease expires.
 */
export async function extendLeases(tokens: readonly string[]): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ token: string }[]>`
    WITH held AS (
      SELECT id FROM "Generation" WHERE "leaseToken" = ANY(${[...tokens]}::uuid[])
      ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE "Generation" g SET "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS}::int)
    FROM held WHERE g.id = held.id RETURNING g."leaseToken"::text AS token`;
  return new Set(rows.map((row) => row.token));
}

function toLease(
  generationId: string,
  token: string,
  rows: readonly { workspaceId: string }[],
): Lease | null {
  const [row] = rows;
  return row === undefined ? null : { generationId, token, workspaceId: brandId(row.workspaceId) };
}

/**
 * Whether this lease still holds its generation and nobody has cancelled it; otherwise the runner stops waiting for
 * images.
 */
export async function isWanted({ generationId, token }: Lease): Promise<boolean> {
  const count = await db.generation.count({
    where: { id: generationId, leaseToken: token, state: { in: ["sent", "received"] } },
  });
  return count > 0;
}
