import "server-only";
import type { ThreadId } from "@/lib/contracts/ids";
import type { KeyHolder } from "@/lib/contracts/key-sources";
import type { KeyCheck, KeyCheckBody } from "@/lib/contracts/keys";
import type { Actor } from "@/lib/server/auth/actor";
import { admitToken } from "@/lib/server/auth/admit-token";
import type { Clock, Deps } from "@/lib/server/clock";
import { checkKey } from "@/lib/server/domain/keys/check";
import { chooseKeyOf } from "@/lib/server/domain/keys/choose";
import { defaultSettings, findProfile } from "@/lib/server/domain/upstream/models";
import { createTurn } from "@/lib/server/domain/turns/create";
import { AppError } from "@/lib/server/errors";
import { SUBJECT } from "@/lib/server/upstream/send/probe-calls";

type Picture = NonNullable<KeyCheckBody["picture"]>;

/**
 * Checks a stored key for free and, if requested and the key is not refused, sends one image that this key pays for: an
 * ordinary turn in a private thread, subject to budgets and recorded as usual. The image requires a token's `generate`
 * scope. Throws what `checkKey` and `createTurn` throw (`key_changed` if the key was replaced meanwhile), and
 * `conflict` if the price is not the agreed one.
 */
export async function testKey(
  actor: Actor,
  { holder, picture }: KeyCheckBody & { holder: KeyHolder },
  { clock }: Deps,
): Promise<KeyCheck> {
  if (
    picture !== undefined &&
    findProfile(picture.model).priceMicroUsd !== picture.agreedMicroUsd
  ) {
    throw new AppError("conflict");
  }
  if (picture !== undefined) admitToken(actor, { scope: "generate" });
  const answer = await checkKey(actor, holder);
  const isUsable = answer.outcome === "accepted" || answer.outcome === "unclear";
  const isTrialWanted = picture !== undefined && isUsable;
  return {
    ...answer,
    trialThreadId: isTrialWanted ? await sendTrial(picture, actor, clock, holder) : null,
  };
}

async function sendTrial(
  { model, idempotencyKey, keyShown }: Picture,
  actor: Actor,
  clock: Clock,
  holder: KeyHolder,
): Promise<ThreadId> {
  const { thread } = await createTurn(
    actor,
    {
      threadId: null,
      parentTurnId: null,
      baseImageId: null,
      prompt: SUBJECT,
      settings: { ...defaultSettings(), model },
      systemInstruction: "",
      referenceIds: [],
      visibility: "private",
      idempotencyKey,
      keyShown,
    },
    { clock, choose: chooseKeyOf(holder) },
  );
  return thread.id;
}
