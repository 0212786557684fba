import type { QueryClient } from "@tanstack/react-query";
import { call } from "@/lib/client/call";
import { SENDING_PREFIX } from "@/lib/client/fold-thread";
import { keys } from "@/lib/client/query-keys";
import { randomUuid } from "@/lib/client/random-uuid";
import type { ModelOffer } from "@/lib/contracts/account";
import type { GenerationView } from "@/lib/contracts/generations";
import type { ThreadId, UserId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import type { ThreadPage } from "@/lib/contracts/threads";
import type { TurnCreateBody, TurnDraft, TurnView } from "@/lib/contracts/turns";

/** What a placeholder needs to look like the turn that it stands for. */
export type SendingLook = {
  user: { id: UserId; name: string };
  base: ImageView | null;
  references: ImageView[];
  offer: ModelOffer | undefined;
  isSandbox: boolean;
};

/** A press of Send that did not get through keeps its key, so that pressing again cannot make two turns. */
export class PressKeys {
  #failed: { draft: string; key: string } | null = null;

  keyFor(draft: TurnDraft): string {
    return this.#failed?.draft === JSON.stringify(draft) ? this.#failed.key : randomUuid();
  }

  remember(body: TurnCreateBody): void {
    const { idempotencyKey, ...draft } = body;
    this.#failed = { draft: JSON.stringify(draft), key: idempotencyKey };
  }
}

/**
 * Sends a turn and shows it at once where it goes on from a path's end. The placeholder goes when the reply comes,
 * or the event, whichever is first, or when it fails. Throws CallError.
 */
export async function sendTurn(client: QueryClient, body: TurnCreateBody, look: SendingLook) {
  const placeholder = toPlaceholder(body, look);
  if (body.threadId !== null)
    patchPages(client, body.threadId, (page) => append(page, placeholder));
  try {
    return await call("turns.create", { body });
  } finally {
    if (body.threadId !== null) {
      patchPages(client, body.threadId, (page) => remove(page, placeholder));
    }
  }
}

function patchPages(
  client: QueryClient,
  threadId: ThreadId,
  patch: (page: ThreadPage) => ThreadPage,
): void {
  client.setQueriesData<ThreadPage>({ queryKey: keys.threadPages(threadId) }, (page) =>
    page === undefined ? page : patch(page),
  );
}

export function append(page: ThreadPage, placeholder: TurnView): ThreadPage {
  const end = page.path.findLast(({ id }) => !id.startsWith(SENDING_PREFIX));
  if ((end?.id ?? null) !== placeholder.parentTurnId) return page;
  return { ...page, path: [...page.path, placeholder] };
}

export function remove(page: ThreadPage, placeholder: TurnView): ThreadPage {
  if (!page.path.some(({ id }) => id === placeholder.id)) return page;
  return { ...page, path: page.path.filter(({ id }) => id !== placeholder.id) };
}

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
      images: [],
    }),
  );
  return {
    id,
    threadId,
    parentTurnId: body.parentTurnId,
    baseImage: look.base,
    maker: look.user,
    prompt: body.prompt,
    settings: body.settings,
    systemInstruction: body.systemInstruction,
    references: look.references,
    generations,
    createdAt: now,
  };
}

/** Not an id that the server knows; its prefix says so wherever it matters. */
function placeholderId<Id extends string>(suffix: string): Id {
  return `${SENDING_PREFIX}${suffix}` as Id;
}
