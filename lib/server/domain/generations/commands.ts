import "server-only";
import type { GenerationView, OwnRetryBody } from "@/lib/contracts/generations";
import type { GenerationId } from "@/lib/contracts/ids";
import { authorizeGeneration, type Authorized } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Deps } from "@/lib/server/clock";
import { inTransaction, type Tx } from "@/lib/server/db";
import type { Generation } from "@/lib/server/generated/prisma/client";
import { generationInclude, toGenerationView } from "@/lib/server/domain/views/generation";
import { announceGivenBack, reserveBudget } from "@/lib/server/domain/budgets/reserve";
import { findKeyInUse, holdKey, refuseOtherThan } from "@/lib/server/domain/keys/choose";
import { paymentTermsOf } from "@/lib/server/domain/keys/payment-terms";
import { modelProfiles } from "@/lib/server/domain/upstream/models";
import { announceGenerations } from "@/lib/server/domain/announcements/announce";
import { brandId } from "@/lib/server/domain/brand";
import { AppError } from "@/lib/server/errors";
import { readRouteInput } from "@/lib/server/domain/generations/routes";
import { chooseRoute } from "@/lib/server/upstream/profiles/routes";
import { announceLine } from "@/lib/server/events/line";
import { addGenerationJobs } from "@/lib/server/domain/queue/enqueue";
import { refuseFullQueue } from "@/lib/server/domain/queue/queue-cap";

/**
 * Cancels a generation that is under way. Before `sent` nothing is sent or billed; afterwards the call runs to its end,
 * and its answer, if one arrives, is kept and offered. Finished generations are unchanged.
 * @throws AppError `not_found`
 */
export async function cancelGeneration(
  actor: Actor,
  generationId: GenerationId,
  { clock }: Deps,
): Promise<GenerationView> {
  return inTransaction(async (tx) => {
    const generation = await authorizeGeneration(actor, generationId, "write", tx);
    await cancel(tx, generation, { clock });
    return readView(tx, generation.id);
  });
}

/** Cancels inside a transaction, for an authorised caller. Returns whether there was something to cancel. */
export async function cancel(
  tx: Tx,
  { id, workspaceId }: Authorized<Generation, "write">,
  { clock }: Deps,
): Promise<boolean> {
  const now = clock.now();
  // Compare and set: the runner's move to `sent` takes the same row lock, so one of the two comes first.
  const unsent = await tx.generation.updateMany({
    where: { id, state: { in: ["queued", "claimed"] } },
    data: {
      state: "cancelled",
      cancelledAt: now,
      finishedAt: now,
      billed: "no",
      leaseToken: null,
    },
  });
  const sent =
    unsent.count > 0
      ? unsent
      : await tx.generation.updateMany({
          where: { id, state: { in: ["sent", "received"] } },
          data: { state: "cancelled", cancelledAt: now },
        });
  if (sent.count > 0) await announce(tx, id);
  if (unsent.count > 0) {
    await announceGivenBack(tx, workspaceId);
    await announceLine(tx);
  }
  return sent.count > 0;
}

/**
 * Retries on the user's request: a new generation replaces one that failed, was cancelled or is unknown. (Reading a
 * kept answer again, which is free, is `lookAgain`.)
 * @throws AppError `would_pay_again` if the first may have been billed and `mayPayAgain` is false, `conflict` if it is
 * under way, succeeded or already retried, `too_many_queued`, `not_found`
 */
export async function retryGeneration(
  actor: Actor,
  { generationId, mayPayAgain, keyShown }: OwnRetryBody & { generationId: GenerationId },
  { clock }: Deps,
): Promise<GenerationView> {
  return inTransaction(async (tx) => {
    const old = await authorizeGeneration(actor, generationId, "write", tx);
    await refuseFullQueue(tx, actor.userId);
    const by = { createdById: actor.userId, tokenId: actor.token?.id ?? null, keyShown };
    return readView(tx, await sendAgain(tx, old, { by, mayPayAgain }, { clock }));
  });
}

/**
 * Retries inside a transaction, for an authorised caller. Returns the new generation's id. It is paid with the key that
 * is in force for its creator, and counts against their budgets.
 * @param by the new generation's creator, with the key they were shown
 * @throws AppError as `retryGeneration` does, except for the queue's limit, and `budget_exhausted`, `key_changed`
 */
export async function sendAgain(
  tx: Tx,
  old: Authorized<Generation, "write">,
  {
    by,
    mayPayAgain,
  }: {
    by: Pick<Generation, "createdById" | "tokenId"> & Pick<OwnRetryBody, "keyShown">;
    mayPayAgain: boolean;
  },
  { clock }: Deps,
): Promise<string> {
  if (!["failed", "unknown", "cancelled"].includes(old.state)) throw new AppError("conflict");
  if (old.billed !== "no" && !old.isSandbox && !mayPayAgain) throw new AppError("would_pay_again");
  const now = clock.now();
  const { workspaceId } = old;
  const key = await findKeyInUse({ userId: by.createdById, workspaceId }, tx);
  refuseOtherThan(by.keyShown, key);
  await holdKey(tx, key);
  const superseded = await tx.generation.updateMany({
    where: { id: old.id, supersededAt: null, state: old.state },
    data: { supersededAt: now },
  });
  if (superseded.count === 0) throw new AppError("conflict");
  const route = await readRouteInput(tx, old);
  const profile = modelProfiles().find((candidate) => candidate.id === old.model);
  const terms = paymentTermsOf(key, profile?.priceMicroUsd ?? old.priceMicroUsd);
  const { id } = await tx.generation.create({
    data: {
      ...terms,
      turnId: old.turnId,
      threadId: old.threadId,
      workspaceId,
      position: old.position,
      tryNumber: old.tryNumber + 1,
      model: old.model,
      // Start with the preferred route, whichever one the old call ended on.
      endpoint: route === null ? old.endpoint : chooseRoute(route),
      createdById: by.createdById,
      tokenId: by.tokenId,
      queuedAt: now,
    },
    select: { id: true },
  });
  await addGenerationJobs(tx, [id]);
  await reserveBudget(tx, { workspaceId, createdById: by.createdById, terms, count: 1 }, now);
  await announce(tx, id);
  return id;
}

/**
 * Accepts the image that arrived after a cancel.
 * @throws AppError `conflict` if none did, `not_found`
 */
export async function keepGeneration(
  actor: Actor,
  generationId: GenerationId,
): Promise<GenerationView> {
  return inTransaction(async (tx) => {
    const { id } = await authorizeGeneration(actor, generationId, "write", tx);
    const kept = await tx.generation.updateMany({
      where: { id, state: "cancelled", supersededAt: null, images: { some: {} } },
      data: { state: "succeeded" },
    });
    if (kept.count === 0) throw new AppError("conflict");
    await announce(tx, id);
    return readView(tx, id);
  });
}

async function announce(tx: Tx, id: string): Promise<void> {
  const { workspaceId } = await tx.generation.findUniqueOrThrow({
    where: { id },
    select: { workspaceId: true },
  });
  await announceGenerations(tx, brandId(workspaceId), [id], { withThread: true });
}

async function readView(tx: Tx, id: string): Promise<GenerationView> {
  const row = await tx.generation.findUniqueOrThrow({ where: { id }, include: generationInclude });
  return toGenerationView(row);
}
