import "server-only";
import { db, inTransaction } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { type Lease, LEASE_SECONDS } from "@/lib/server/domain/queue/lease";
import { roomOfCall } from "@/lib/server/domain/disk/call-room";
import { noteHeldBack, reserveFor } from "@/lib/server/domain/disk/reserve";
import { fairOrder } from "@/lib/server/domain/queue/fair-order";
import { allLanes, type Lane } from "@/lib/server/domain/queue/lanes";
import { lockLimit, slotsAt } from "@/lib/server/domain/queue/limit";
import { countUnderWay } from "@/lib/server/domain/queue/under-way";
import { findAskedSize } from "@/lib/server/domain/upstream/models";
import { parseSettings } from "@/lib/server/domain/views/turn";
import { announceLine } from "@/lib/server/events/line";
import { Prisma } from "@/lib/server/generated/prisma/client";

const withPictures = {
  turn: {
    include: {
      baseImage: true,
      references: { include: { image: true }, orderBy: { position: "asc" } },
    },
  },
} satisfies Prisma.GenerationInclude;

/** A claim, with the row and the pictures that its call needs. */
export type Claim = Lease & {
  generation: Prisma.GenerationGetPayload<{ include: typeof withPictures }>;
};

type Waiting = { id: string; settings: Prisma.JsonValue };

/**
 * Claims the next generations in fair order: at most `most` in all, as many as each lane has free slots, and as many as
 * the disk has room for. The first without room blocks those behind it, so that small ones do not starve large ones.
 * Concurrent processes are serialised by a lock, so the limit holds across all of them. Also notifies clients that show
 * queue positions.
 * @param most may be 0
 */
export async function claimNext(most: number): Promise<Claim[]> {
  const waiting = await readWaiting();
  const claims: Claim[] = [];
  for (const lane of allLanes()) {
    const left = most - claims.length;
    const isAnyWaiting = lane.isSandbox ? waiting.sandbox : waiting.upstream;
    if (left > 0 && isAnyWaiting) claims.push(...(await claimIn(lane, left)));
  }
  if (waiting.positions && claims.length === 0) await announceLine();
  return claims;
}

function claimIn(lane: Lane, most: number): Promise<Claim[]> {
  return inTransaction(async (tx) => {
    // A separate statement after the lock: a statement sees what was committed when it began.
    const slots = slotsAt(await lockLimit(tx, lane));
    const free = Math.min(most, slots - (await countUnderWay(tx, lane)));
    if (free < 1) return [];
    const next = await tx.$queryRaw<Waiting[]>`
      SELECT g.id::text, t.settings FROM (${fairOrder(lane)}) waiting
      JOIN "Generation" g ON g.id = waiting.id JOIN "Turn" t ON t.id = g."turnId"
      WHERE waiting.rank <= ${free}::int ORDER BY waiting.rank`;
    const { disk, calls, heldBack } = await reserveFor(
      tx,
      next.map(({ id, settings }) => ({
        id,
        bytes: roomOfCall(findAskedSize(parseSettings(settings))),
      })),
    );
    if (heldBack.length > 0) await noteHeldBack(tx, heldBack);
    if (calls.length === 0) return [];
    const rows = await tx.$queryRaw<{ id: string }[]>`
      WITH free AS (
        -- In id order, as everywhere; a row locked by another transaction is left to the next claim.
        SELECT g.id, call.bytes
        FROM unnest(${calls.map(({ id }) => id)}::uuid[], ${calls.map(({ bytes }) => bytes)}::int[]) AS call(id, bytes)
        JOIN "Generation" g ON g.id = call.id
        WHERE g.state = 'queued' ORDER BY g.id FOR NO KEY UPDATE OF g SKIP LOCKED
      )
      UPDATE "Generation" g SET state = 'claimed', upstream = ${lane.upstream}, "claimedAt" = now(), "retryAt" = NULL,
        "leaseToken" = gen_random_uuid(), "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS}::int),
        "diskId" = ${disk}::uuid, "reservedBytes" = free.bytes, "heldBackAt" = NULL
      FROM free WHERE g.id = free.id
      RETURNING g.id::text`;
    await announceLine(tx);
    const generations = await tx.generation.findMany({
      where: { id: { in: rows.map(({ id }) => id) } },
      include: withPictures,
    });
    return generations.flatMap((generation) => {
      const { id: generationId, workspaceId, leaseToken: token } = generation;
      if (token === null) return [];
      return [{ generationId, workspaceId: brandId(workspaceId), token, generation }];
    });
  });
}

type WaitingNow = {
  /** Whether a generation of this lane could be claimed now. */
  upstream: boolean;
  sandbox: boolean;
  /** Whether any client may show a queue position. */
  positions: boolean;
};

async function readWaiting(): Promise<WaitingNow> {
  const claimable = (isSandbox: boolean) => Prisma.sql`
    EXISTS (SELECT 1 FROM "Generation" WHERE state = 'queued' AND "isSandbox" = ${isSandbox}
      AND ("retryAt" IS NULL OR "retryAt" <= now()))`;
  const [row] = await db.$queryRaw<WaitingNow[]>`
    SELECT ${claimable(false)} AS upstream, ${claimable(true)} AS sandbox,
      EXISTS (SELECT 1 FROM "Generation" WHERE state = 'queued'
        OR (state = 'received' AND "heldBackAt" IS NOT NULL)) AS positions`;
  return row ?? { upstream: false, sandbox: false, positions: false };
}
