import "server-only";
import { brandId } from "@/lib/server/domain/brand";
import type { TurnCreateBody } from "@/lib/contracts/turns";
import type { Actor } from "@/lib/server/auth/actor";
import type { Clock, Deps } from "@/lib/server/clock";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import {
  checkBudget,
  countsAgainstBudget,
  reserveBudget,
} from "@/lib/server/domain/budgets/reserve";
import {
  type ChooseKey,
  chooseKey,
  holdKey,
  refuseOtherThan,
} from "@/lib/server/domain/keys/choose";
import { paymentTermsOf } from "@/lib/server/domain/keys/payment-terms";
import { publishTurnCreated } from "@/lib/server/domain/announcements/announce";
import { readAdmission } from "@/lib/server/domain/turns/admission";
import { type Created, readCreated } from "@/lib/server/domain/turns/created";
import { type OpenThread, openThread } from "@/lib/server/domain/turns/open-thread";
import { type CheckedDraft, checkDraft } from "@/lib/server/domain/turns/draft";
import { insertTurn } from "@/lib/server/domain/turns/insert-turn";
import { differencesOf, requestOfTurn } from "@/lib/server/domain/turns/same-request";
import { AppError, isUniqueViolation } from "@/lib/server/errors";
import { wakeQueue } from "@/lib/server/domain/queue/wake";
import { refuseLongWait } from "@/lib/server/domain/queue/queue-cap";
import { showUploads } from "@/lib/server/domain/images/audience";
import { touchThread } from "@/lib/server/domain/threads/touch";
import { turnGate } from "@/lib/server/domain/turns/turn-gate";
import { imageInclude } from "@/lib/server/domain/views/image";
import type { TurnRow } from "@/lib/server/domain/views/turn";
import type { Image, Prisma } from "@/lib/server/generated/prisma/client";
import { chooseRoute } from "@/lib/server/upstream/profiles/routes";

type CreateTurnOptions = {
  /** How to get the thread if the body names none; by default a new one. */
  open?: OpenThread;
  /** How to choose the key; by default the first in order. */
  choose?: ChooseKey;
};

/**
 * Creates a turn, its generations (`queued`), their jobs and, if none is named, its thread, in one transaction. Repeats
 * with the same idempotency key return the same turn, concurrent ones included. In a burst turns wait in memory, with
 * members alternating (see `turnGate`). Throws what `checkDraft` throws, `budget_exhausted`, `key_changed`,
 * `too_many_queued` beyond a person's share of the queue, and `invalid_idempotency` if the key was used for another
 * request.
 */
export async function createTurn(
  actor: Actor,
  body: TurnCreateBody,
  { clock, ...options }: Deps & CreateTurnOptions,
): Promise<Created> {
  refuseLongWait(turnGate.waiting(actor.userId));
  try {
    const { created, isNew } = await turnGate.pass(actor.userId, () =>
      inTransaction(async (tx) => {
        const known = await findByKey(tx, actor, body);
        return known === null
          ? { created: await writeTurn(tx, actor, clock, body, options), isNew: true }
          : { created: known, isNew: false };
      }),
    );
    if (isNew) wakeQueue();
    return created;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // A concurrent request with the same idempotency key committed first.
    const winner = await findByKey(db, actor, body);
    if (winner === null) throw error;
    return winner;
  }
}

/**
 * The workspace's lock serialises all its events, so it is taken last: only the budget, if any, and the event come
 * after it. Lock order: thread, key, uploads, workspace.
 */
async function writeTurn(
  tx: Tx,
  actor: Actor,
  clock: Clock,
  body: TurnCreateBody,
  { open = openThread, choose = chooseKey }: CreateTurnOptions,
): Promise<Created> {
  const draft = await checkDraft(actor, body, tx);
  const now = clock.now();
  const { workspaceId } = draft;
  const admission = await readAdmission(tx, { userId: actor.userId, workspaceId });
  const key = choose(admission.storedKeys);
  refuseOtherThan(body.keyShown, key);
  refuseLongWait(admission.queuedTurns);
  const terms = paymentTermsOf(key, draft.profile.priceMicroUsd);
  const count = draft.settings.variations;
  const reservation = { workspaceId, createdById: actor.userId, terms, count };
  const isHeldToBudget = admission.hasBudget && countsAgainstBudget(reservation);
  if (isHeldToBudget) await checkBudget(tx, reservation, now);
  const visibility = draft.visibility ?? admission.defaultVisibility;
  const thread =
    draft.threadId === null
      ? await open(tx, actor, draft, { now, visibility })
      : await touchThread(tx, draft.threadId, draft, now);
  await holdKey(tx, key);
  const { turn, generations } = await insertTurn(
    tx,
    {
      threadId: thread.id,
      workspaceId,
      createdById: actor.userId,
      parentTurnId: draft.parentTurnId,
      baseImageId: draft.baseImageId,
      prompt: draft.prompt,
      mentions: draft.mentions ?? [],
      settings: draft.settings,
      systemInstruction: draft.systemInstruction,
      idempotencyKey: body.idempotencyKey,
      createdAt: now,
      referenceIds: draft.references.map(({ id }) => id),
    },
    {
      count,
      model: draft.profile.id,
      endpoint: chooseRoute({ ...draft, pictures: imagesOf(draft) }),
      ...terms,
      tokenId: actor.token?.id ?? null,
    },
  );
  await showUploads(tx, thread, imagesOf(draft));
  const images = await readImages(tx, imagesOf(draft));
  const turnRow: TurnRow = {
    ...turn,
    createdBy: { id: actor.userId, name: actor.name },
    baseImage: images.get(draft.baseImageId ?? "") ?? null,
    references: draft.references.flatMap(({ id: imageId }, position) => {
      const image = images.get(imageId);
      return image === undefined ? [] : [{ turnId: turn.id, position, imageId, image }];
    }),
    credit: null,
    generations: generations.map((generation) => ({ ...generation, images: [] })),
  };
  if (isHeldToBudget) await reserveBudget(tx, reservation, now);
  return publishTurnCreated(tx, workspaceId, turnRow, thread, {
    isNewThread: draft.threadId === null && open === openThread,
  });
}

/** The base first, then the references. */
function imagesOf({ base, references }: CheckedDraft): Image[] {
  return base === null ? references : [base, ...references];
}

async function readImages(
  tx: Tx,
  images: readonly Image[],
): Promise<ReadonlyMap<string, ImageWithSource>> {
  if (images.length === 0) return new Map();
  const rows = await tx.image.findMany({
    where: { id: { in: images.map(({ id }) => id) } },
    include: imageInclude,
  });
  return new Map(rows.map((row) => [row.id, row]));
}

type ImageWithSource = Prisma.ImageGetPayload<{ include: typeof imageInclude }>;

async function findByKey(tx: Tx, actor: Actor, body: TurnCreateBody): Promise<Created | null> {
  const known = await tx.turn.findUnique({
    where: {
      createdById_idempotencyKey: {
        createdById: actor.userId,
        idempotencyKey: body.idempotencyKey,
      },
    },
    select: { id: true },
  });
  if (known === null) return null;
  const turn = await tx.turn.findUniqueOrThrow({
    where: { id: known.id },
    select: { id: true, ...requestOfTurn },
  });
  if (!actor.roles.has(brandId(turn.workspaceId))) {
    throw new AppError("invalid_idempotency", { field: "idempotencyKey" });
  }
  const differing = await differencesOf(tx, turn, body);
  if (differing.length > 0) {
    const detail = `What differs from the first request: ${differing.join(", ")}`;
    throw new AppError("invalid_idempotency", { field: "idempotencyKey", detail });
  }
  return readCreated(tx, turn.id);
}
