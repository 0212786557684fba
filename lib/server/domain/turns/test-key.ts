import "server-only";
import type { ThreadId } from "@/lib/contracts/ids";
import type { KeyHolder } from "@/lib/contracts/key-sources";
import type { KeyCheck, KeyCheckBody } from "@/lib/contracts/keys";
import type { Actor } from "@/lib/server/auth/actor";
import { admitToken } from "@/lib/server/auth/admit-token";
import type { Clock } from "@/lib/server/clock";
import { checkKey } from "@/lib/server/domain/keys/check";
import { keyOf } from "@/lib/server/domain/keys/choose";
import { defaultSettings, findProfile } from "@/lib/server/domain/studio/models";
import { createTurn } from "@/lib/server/domain/turns/create";
import { AppError } from "@/lib/server/errors";
import { SUBJECT } from "@/lib/server/upstream/send/probe-calls";

type Picture = NonNullable<KeyCheckBody["picture"]>;

/**
 * The connection check with a key that was brought: the free question, and, where it was chosen and the key is not turned
 * away at once, one picture that this very key pays for. That picture is an ordinary turn in a private thread: held to the
 * budgets, in the ledger, and no more lost than any other.
 * A token needs `generate` besides for the picture, since it costs. Throws what `checkKey` and `createTurn` throw
 * (`key_changed` where the holder has brought another key since), and `conflict` where the picture costs other than what
 * was agreed to.
 */
export async function testKey(
  actor: Actor,
  clock: Clock,
  holder: KeyHolder,
  { picture }: KeyCheckBody,
): Promise<KeyCheck> {
  if (
    picture !== undefined &&
    findProfile(picture.model).priceMicroUsd !== picture.agreedMicroUsd
  ) {
    throw new AppError("conflict");
  }
  if (picture !== undefined) admitToken(actor, { scope: "generate" });
  const answer = await checkKey(actor, holder);
  const isLetIn = answer.outcome === "accepted" || answer.outcome === "unclear";
  const isAsked = picture !== undefined && isLetIn;
  return { ...answer, trialThreadId: isAsked ? await askFor(picture, actor, clock, holder) : null };
}

async function askFor(
  { model, idempotencyKey, keyShown }: Picture,
  actor: Actor,
  clock: Clock,
  holder: KeyHolder,
): Promise<ThreadId> {
  const { thread } = await createTurn(
    actor,
    clock,
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
    { choose: keyOf(holder) },
  );
  return thread.id;
}
