import "server-only";
import { randomUUID } from "node:crypto";
import { brandId } from "@/lib/server/domain/brand";
import type { TurnCreateBody } from "@/lib/contracts/turns";
import type { Actor } from "@/lib/server/auth/actor";
import type { Clock } from "@/lib/server/clock";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import { checkBudget, reserveBudget } from "@/lib/server/domain/budgets/reserve";
import {
  type ChooseKey,
  chooseKey,
  holdKey,
  refuseOtherThan,
} from "@/lib/server/domain/keys/choose";
import { type Terms, termsOf } from "@/lib/server/domain/keys/terms";
import { announceTurn } from "@/lib/server/domain/announcements/announce";
import { shortenPrompt } from "@/lib/utils/shorten-prompt";
import { type Created, isTakenKey, readCreated } from "@/lib/server/domain/turns/created";
import { type CheckedDraft, checkDraft } from "@/lib/server/domain/turns/draft";
import { differencesOf, requestOfTurn } from "@/lib/server/domain/turns/same-request";
import { AppError } from "@/lib/server/errors";
import { addGenerationJob } from "@/lib/server/domain/generations/enqueue";
import { chooseRoute } from "@/lib/server/upstream/routes";

const TITLE_CHARS = 60;

/** Gives the thread of a turn that names none, in the transaction that writes the turn. */
export type OpenThread = (tx: Tx, actor: Actor, draft: CheckedDraft, now: Date) => Promise<string>;

/** What a caller does otherwise than the composer. */
type Ways = {
  /** Another thread than a new one, where the body names none. */
  open?: OpenThread;
  /** Another key than the first in order. */
  choose?: ChooseKey;
};

/**
 * One press of Send: the turn, its generations (`queued`) and their jobs, in one transaction, with a new thread
 * where none was named. The same idempotency key gives the same turn, however often and however fast it comes.
 * Throws what `checkDraft` throws, `budget_exhausted`, `key_changed`, and `invalid_idempotency` where the key was used for
 * another request.
 */
export async function createTurn(
  actor: Actor,
  clock: Clock,
  body: TurnCreateBody,
  ways: Ways = {},
): Promise<Created> {
  const known = await findByKey(actor, body);
  if (known !== null) return known;
  try {
    return await inTransaction(async (tx) => writeTurn(tx, actor, clock, body, ways));
  } catch (error) {
    if (!isTakenKey(error)) throw error;
    // The same press came twice at once and the other one won.
    const winner = await findByKey(actor, body);
    if (winner === null) throw error;
    return winner;
  }
}

async function writeTurn(
  tx: Tx,
  actor: Actor,
  clock: Clock,
  body: TurnCreateBody,
  { open = openThread, choose = chooseKey }: Ways,
): Promise<Created> {
  const draft = await checkDraft(actor, body, tx);
  const now = clock.now();
  const place = { userId: actor.userId, workspaceId: draft.workspaceId };
  const key = await choose(place, tx);
  refuseOtherThan(body.keyShown, key);
  const terms = termsOf(key, draft.profile.priceMicroUsd);
  const { workspaceId } = draft;
  const count = draft.settings.variations;
  const wanted = { workspaceId, makerId: actor.userId, terms, count };
  const isHeldToBudget = await checkBudget(tx, wanted, now);
  const threadId = draft.threadId ?? (await open(tx, actor, draft, now));
  const turn = await tx.turn.create({
    data: {
      threadId,
      workspaceId: draft.workspaceId,
      makerId: actor.userId,
      parentTurnId: draft.parentTurnId,
      baseImageId: draft.baseImageId,
      prompt: draft.prompt,
      mentions: draft.mentions ?? [],
      settings: draft.settings,
      systemInstruction: draft.systemInstruction,
      idempotencyKey: body.idempotencyKey,
      createdAt: now,
      references: {
        create: draft.references.map((image, position) => ({ position, imageId: image.id })),
      },
    },
    select: { id: true },
  });
  await holdKey(tx, key);
  await queueGenerations(tx, actor, draft, { threadId, turnId: turn.id, now, terms });
  await tx.thread.update({
    where: { id: threadId },
    data: {
      lastActivityAt: now,
      archivedAt: null,
      settings: draft.settings,
      systemInstruction: draft.systemInstruction,
    },
  });
  if (isHeldToBudget) await reserveBudget(tx, wanted, now);
  await announceTurn(tx, workspaceId, turn.id);
  return readCreated(tx, turn.id);
}

async function openThread(tx: Tx, actor: Actor, draft: CheckedDraft, now: Date): Promise<string> {
  const { defaultVisibility } = await tx.workspace.findUniqueOrThrow({
    where: { id: draft.workspaceId },
    select: { defaultVisibility: true },
  });
  const thread = await tx.thread.create({
    data: {
      workspaceId: draft.workspaceId,
      makerId: actor.userId,
      visibility: draft.visibility ?? defaultVisibility,
      title: shortenPrompt(draft.prompt, TITLE_CHARS),
      settings: draft.settings,
      systemInstruction: draft.systemInstruction,
      createdAt: now,
      lastActivityAt: now,
    },
    select: { id: true },
  });
  return thread.id;
}

async function queueGenerations(
  tx: Tx,
  actor: Actor,
  draft: CheckedDraft,
  place: { threadId: string; turnId: string; now: Date; terms: Terms },
): Promise<void> {
  const pictures = draft.base === null ? draft.references : [draft.base, ...draft.references];
  const rows = Array.from({ length: draft.settings.variations }, (_, position) => ({
    id: randomUUID(),
    turnId: place.turnId,
    threadId: place.threadId,
    workspaceId: draft.workspaceId,
    makerId: actor.userId,
    tokenId: actor.token?.id ?? null,
    position,
    model: draft.profile.id,
    endpoint: chooseRoute({ ...draft, pictures }),
    ...place.terms,
    queuedAt: place.now,
  }));
  await tx.generation.createMany({ data: rows });
  for (const row of rows) await addGenerationJob(tx, row.id);
}

async function findByKey(actor: Actor, body: TurnCreateBody): Promise<Created | null> {
  const turn = await db.turn.findUnique({
    where: {
      makerId_idempotencyKey: { makerId: actor.userId, idempotencyKey: body.idempotencyKey },
    },
    select: { id: true, ...requestOfTurn },
  });
  if (turn === null) return null;
  if (!actor.roles.has(brandId(turn.workspaceId))) {
    throw new AppError("invalid_idempotency", { field: "idempotencyKey" });
  }
  const differing = await differencesOf(turn, body);
  if (differing.length > 0) {
    const detail = `What differs from the first request: ${differing.join(", ")}`;
    throw new AppError("invalid_idempotency", { field: "idempotencyKey", detail });
  }
  return readCreated(db, turn.id);
}
