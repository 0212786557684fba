import "server-only";
import { z } from "zod";
import type { GenerationId } from "@/lib/contracts/ids";
import type { KeyInUse } from "@/lib/contracts/keys";
import type { GenerationDetail } from "@/lib/contracts/usage";
import { authorizeGeneration } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import {
  parseEarlierAttempts,
  parseRequestIds,
} from "@/lib/server/domain/generations/earlier-attempts";
import type { Generation } from "@/lib/server/generated/prisma/client";

const storedUsage = z.record(z.string(), z.number()).nullable();

/**
 * The ledger's record of one generation. The upstream's URL stays on the server.
 * @throws AppError `not_found`
 */
export async function loadGenerationDetail(
  actor: Actor,
  generationId: GenerationId,
): Promise<GenerationDetail> {
  const row = await authorizeGeneration(actor, generationId, "read");
  const [imageCount, tries, key] = await Promise.all([
    db.image.count({ where: { generationId: row.id } }),
    db.generation.findMany({
      where: { turnId: row.turnId, position: row.position, id: { not: row.id } },
      orderBy: { tryNumber: "asc" },
    }),
    describeKey(actor, row),
  ]);
  return {
    id: brandId(row.id),
    threadId: brandId(row.threadId),
    turnId: brandId(row.turnId),
    tryNumber: row.tryNumber,
    state: row.state,
    model: row.model,
    endpoint: row.endpoint,
    isSandbox: row.isSandbox,
    key,
    queuedAt: row.queuedAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
    firstByteAt: row.firstByteAt?.toISOString() ?? null,
    receivedAt: row.receivedAt?.toISOString() ?? null,
    parsedAt: row.parsedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    status: row.upstreamStatus,
    failureCode: row.failureCode,
    upstreamId: row.upstreamId,
    requestIds: parseRequestIds(row.upstreamRequestIds),
    requestBytes: row.requestBytes,
    responseBytes: row.responseBytes,
    usage: storedUsage.parse(row.usage),
    priceMicroUsd: row.priceMicroUsd,
    costMicroUsd: row.costMicroUsd,
    billed: row.billed,
    imageCount,
    earlierAttempts: parseEarlierAttempts(row.earlierAttempts),
    otherTries: tries.map((other) => ({
      generationId: brandId(other.id),
      tryNumber: other.tryNumber,
      state: other.state,
      failureCode: other.failureCode,
      billed: other.billed,
      queuedAt: other.queuedAt.toISOString(),
    })),
  };
}

async function describeKey(actor: Actor, row: Generation): Promise<KeyInUse> {
  const source = row.keySource;
  const isShown = source === "workspace" || row.createdById === actor.userId;
  if (row.upstreamKeyId === null || !isShown) return { source, ending: null };
  const key = await db.upstreamKey.findUnique({
    where: { id: row.upstreamKeyId },
    select: { ending: true },
  });
  return { source, ending: key?.ending ?? null };
}
