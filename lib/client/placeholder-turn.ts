import { SENDING_PREFIX } from "@/lib/client/fold-thread";
import type { ModelOffer } from "@/lib/contracts/account";
import type { GenerationView } from "@/lib/contracts/generations";
import type { ThreadId, UserId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import type { ThreadPage } from "@/lib/contracts/threads";
import type { TurnCreateBody, TurnView } from "@/lib/contracts/turns";
import { shortenPrompt } from "@/lib/utils/shorten-prompt";

const LABEL_CHARS = 40;

/** Display data for an optimistic turn. */
export type SendingLook = {
  user: { id: UserId; name: string };
  base: ImageView | null;
  references: ImageView[];
  offer: ModelOffer | undefined;
  isSandbox: boolean;
};

/** Appends an optimistic turn to a page if it extends that path; several can wait at the end at once. */
export function append(page: ThreadPage, placeholder: TurnView): ThreadPage {
  const end = page.path.findLast(({ id }) => !id.startsWith(SENDING_PREFIX));
  if ((end?.id ?? null) !== placeholder.parentTurnId) return page;
  return { ...page, path: [...page.path, placeholder] };
}

/** Replaces the placeholder with the turn; if its event has already added the turn, that version stays. */
export function replace(page: ThreadPage, placeholder: TurnView, turn: TurnView): ThreadPage {
  const index = page.path.findIndex(({ id }) => id === placeholder.id);
  if (index < 0) return page;
  const isKnown = page.path.some(({ id }) => id === turn.id);
  return isKnown ? remove(page, placeholder) : { ...page, path: page.path.with(index, turn) };
}

export function remove(page: ThreadPage, placeholder: TurnView): ThreadPage {
  if (!page.path.some(({ id }) => id === placeholder.id)) return page;
  return { ...page, path: page.path.filter(({ id }) => id !== placeholder.id) };
}

/** An optimistic turn with all generations queued, under ids the server never assigns. */
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
    // The server's short title comes with the reply.
    label: shortenPrompt(body.prompt, LABEL_CHARS),
    mentions: body.mentions ?? [],
    settings: body.settings,
    systemInstruction: body.systemInstruction,
    references: look.references,
    generations,
    credit: null,
    idempotencyKey: body.idempotencyKey,
    createdAt: now,
  };
}

/** An id unknown to the server, recognisable by its prefix. */
function placeholderId<Id extends string>(suffix: string): Id {
  return `${SENDING_PREFIX}${suffix}` as Id;
}
