import type { QueryClient } from "@tanstack/react-query";
import { call, CallError } from "@/lib/client/call";
import {
  append,
  remove,
  replace,
  type SendingLook,
  toPlaceholder,
} from "@/lib/client/placeholder-turn";
import { keys } from "@/lib/client/query-keys";
import { randomUuid } from "@/lib/client/random-uuid";
import type { ThreadId } from "@/lib/contracts/ids";
import type { ReplyOf } from "@/lib/contracts/operations";
import type { ThreadPage } from "@/lib/contracts/threads";
import type { TurnCreateBody, TurnDraft } from "@/lib/contracts/turns";

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

  /** The same words sent once more after they got through are another turn. */
  forget(key: string): void {
    if (this.#failed?.key === key) this.#failed = null;
  }
}

/** A reply may be lost on its way though the turn was made: the same press asks again by itself before it gives up. */
const PAUSES_MS = [400, 1_600] as const;

type Wait = (milliseconds: number) => Promise<void>;
const wait: Wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Sends a turn and shows it at once where it goes on from a path's end. The reply, or the event if that is first,
 * takes the placeholder's place; a failure takes it away. Throws CallError.
 */
export async function sendTurn(
  client: QueryClient,
  body: TurnCreateBody,
  look: SendingLook,
  pause: Wait = wait,
): Promise<ReplyOf<"turns.create">> {
  const { threadId } = body;
  const placeholder = toPlaceholder(body, look);
  if (threadId !== null) patchPages(client, threadId, (page) => append(page, placeholder));
  try {
    const reply = await post(body, pause);
    if (threadId !== null) {
      patchPages(client, threadId, (page) => replace(page, placeholder, reply.turn));
    }
    return reply;
  } catch (error) {
    if (threadId !== null) patchPages(client, threadId, (page) => remove(page, placeholder));
    throw error;
  }
}

async function post(body: TurnCreateBody, pause: Wait): Promise<ReplyOf<"turns.create">> {
  for (const milliseconds of PAUSES_MS) {
    try {
      return await call("turns.create", { body });
    } catch (error) {
      if (!(error instanceof CallError) || error.code !== "offline") throw error;
      await pause(milliseconds);
    }
  }
  return call("turns.create", { body });
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
