import { SENDING_PREFIX } from "@/lib/client/fold-thread";
import type { ModelOffer } from "@/lib/contracts/account";
import type { GenerationView } from "@/lib/contracts/generations";
import type { ThreadId, UserId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import type { ThreadPage } from "@/lib/contracts/threads";
import type { TurnCreateBody, TurnView } from "@/lib/contracts/turns";

/** What a placeholder needs to look like the turn that it stands for. */
export type SendingLook = {
  user: { id: UserId; name: string };
  base: ImageView | null;
  references: ImageView[];
  offer: ModelOffer | undefined;
  isSandbox: boolean;
};

/** The page with the placeholder at its end, if that is what it goes on from; several may wait there at once. */
export function append(page: ThreadPage, placeholder: TurnView): ThreadPage {
  const end = page.path.findLast(({ id }) => !id.startsWith(SENDING_PREFIX));
  if ((end?.id ?? null) !== placeholder.parentTurnId) return page;
  return { ...page, path: [...page.path, placeholder] };
}

/** The turn in its placeholder's place; where its event has brought it already, it stays as it is. */
export function replace(page: ThreadPage, placeholder: TurnView, turn: TurnView): ThreadPage {
  const index = page.path.findIndex(({ id }) => id === placeholder.id);
  if (index < 0) return page;
  const isKnown = page.path.some(({ id }) => id === turn.id);
  return isKnown ? remove(page, placeholder) : { ...page, path: page.path.with(index, turn) };
}

/** The page without the placeholder. */
export function remove(page: ThreadPage, placeholder: TurnView): ThreadPage {
  if (!page.path.some(({ id }) => id === placeholder.id)) return page;
  return { ...page, path: page.path.filter(({ id }) => id !== placeholder.id) };
}

/** The turn as it will be, all of its generations queued, under ids that no server gives. */
export function toPlaceholder(body: TurnCreateBody, look: SendingLook): TurnView {
  const now = new Date().toISOString();
  const id = placeholderId<TurnView["id"]>(body.idempotencyKey);
  const threadId = body.threadId ?? placeholderId<ThreadId>("thread");
  const generations = Array.from(
    { length: body.settings.variations },
    (_, position): GenerationView => ({
      id: placeholderId(`${body.idempotencyKey}:${position}`),
      turnId: id,
      threadId,
      position,
      tryNumber: 0,
      state: "queued",
      model: body.settings.model,
      endpoint: "chat",
      refusedRoutes: [],
      isSandbox: look.isSandbox,
      priceMicroUsd: look.offer?.priceMicroUsd ?? 0,
      costMicroUsd: null,
      billed: null,
      failureCode: null,
      failureHint: null,
      modelWords: null,
      attempts: 0,
      retryAt: null,
      queuedAt: now,
      sentAt: null,
      firstByteAt: null,
      receivedAt: null,
      finishedAt: null,
      cancelledAt: null,
      hasAnswer: false,
      images: [],
    }),
  );
  return {
    id,
    threadId,
    parentTurnId: body.parentTurnId,
    baseImage: look.base,
    createdBy: look.user,
    prompt: body.prompt,
    mentions: body.mentions ?? [],
    settings: body.settings,
    systemInstruction: body.systemInstruction,
    references: look.references,
    generations,
    idempotencyKey: body.idempotencyKey,
    createdAt: now,
  };
}

/** Not an id that the server knows; its prefix says so wherever it matters. */
function placeholderId<Id extends string>(suffix: string): Id {
  return `${SENDING_PREFIX}${suffix}` as Id;
}
