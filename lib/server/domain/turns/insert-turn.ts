import "server-only";
import { v7 as timeOrderedId } from "uuid";
import type { Tx } from "@/lib/server/db";
import type { Terms } from "@/lib/server/domain/keys/payment-terms";
import { generationJobOf } from "@/lib/server/domain/queue/enqueue";
import type { Generation, Turn } from "@/lib/server/generated/prisma/client";

export type NewTurn = Omit<Turn, "id"> & { referenceIds: readonly string[] };

/** What all generations of a new turn share. */
export type NewGenerations = Terms &
  Pick<Generation, "model" | "endpoint" | "tokenId"> & { count: number };

/**
 * Inserts a turn, its references, its `queued` generations and their jobs. One statement, since a burst of turns is
 * bound by the number of statements. Returns the generations by position. Throws a unique violation
 * (`isUniqueViolation`) if the creator has used the idempotency key before.
 */
export async function insertTurn(
  tx: Tx,
  { referenceIds, ...data }: NewTurn,
  { count, ...shared }: NewGenerations,
): Promise<{ turn: Turn; generations: Generation[] }> {
  const turn: Turn = { ...data, id: timeOrderedId() };
  const ids = Array.from({ length: count }, () => timeOrderedId());
  const generations = await tx.$queryRaw<(Generation & { jobId: string })[]>`
    WITH turn AS (
      INSERT INTO "Turn" (id, "threadId", "workspaceId", "createdById", "parentTurnId", "baseImageId", prompt, mentions,
        settings, "systemInstruction", "idempotencyKey", "createdAt")
      VALUES (${turn.id}::uuid, ${turn.threadId}::uuid, ${turn.workspaceId}::uuid, ${turn.createdById}::uuid,
        ${turn.parentTurnId}::uuid, ${turn.baseImageId}::uuid, ${turn.prompt}, ${JSON.stringify(turn.mentions)}::jsonb,
        ${JSON.stringify(turn.settings)}::jsonb, ${turn.systemInstruction}, ${turn.idempotencyKey}, ${turn.createdAt})
    ), reference AS (
      INSERT INTO "Reference" ("turnId", position, "imageId")
      SELECT ${turn.id}::uuid, ordinal - 1, id
      FROM unnest(${[...referenceIds]}::uuid[]) WITH ORDINALITY AS given (id, ordinal)
    ), generation AS (
      INSERT INTO "Generation" (id, "turnId", "threadId", "workspaceId", "createdById", "tokenId", "keySource",
        "upstreamKeyId", position, model, endpoint, "isSandbox", "priceMicroUsd", "queuedAt")
      SELECT id, ${turn.id}::uuid, ${turn.threadId}::uuid, ${turn.workspaceId}::uuid, ${turn.createdById}::uuid,
        ${shared.tokenId}::uuid, ${shared.keySource}::"KeySource", ${shared.upstreamKeyId}::uuid, ordinal - 1,
        ${shared.model}, ${shared.endpoint}::"Endpoint", ${shared.isSandbox}, ${shared.priceMicroUsd}::int,
        ${turn.createdAt}
      FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS given (id, ordinal)
      RETURNING *
    )
    SELECT generation.*, (${generationJobOf({ mayHaveAnswer: false })}).id::text AS "jobId" FROM generation
    ORDER BY position`;
  return { turn, generations };
}
