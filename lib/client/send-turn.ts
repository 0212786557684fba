import type { QueryClient } from "@tanstack/react-query";
import { call, CallError } from "@/lib/client/call";
import {
  append,
  remove,
  replace,
  type SendingLook,
  toPlaceholder,
} from "@/lib/client/placeholder-turn";
import { withShownKey } from "@/lib/client/with-shown-key";
import { keys } from "@/lib/client/query-keys";
import { type MadeTurn, subscribeTurnCreated } from "@/lib/client/turn-events";
import type { ThreadId } from "@/lib/contracts/ids";
import type { ThreadPage } from "@/lib/contracts/threads";
import type { TurnCreateBody } from "@/lib/contracts/turns";

/** A reply can be lost although the turn was created: the same request is retried after these pauses. */
const PAUSES_MS = [400, 1_600] as const;

type Wait = (milliseconds: number) => Promise<void>;
const wait: Wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Sends a turn and shows it optimistically at the end of a path. The reply or the event, whichever is first, replaces
 * the placeholder; a failure removes it. Throws CallError.
 */
export async function sendTurn(
  client: QueryClient,
  body: TurnCreateBody,
  look: SendingLook,
  pause: Wait = wait,
): Promise<MadeTurn> {
  const { threadId } = body;
  const placeholder = toPlaceholder(body, look);
  if (threadId !== null) patchPages(client, threadId, (page) => append(page, placeholder));
  const watch = watchTurn(body.idempotencyKey);
  try {
    const request = withShownKey(client, (keyShown) =>
      post({ ...body, keyShown }, pause, watch.isMade),
    );
    const reply = await Promise.race([request, watch.made]);
    if (threadId !== null) {
      patchPages(client, threadId, (page) => replace(page, placeholder, reply.turn));
    }
    return reply;
  } catch (error) {
    if (threadId !== null) patchPages(client, threadId, (page) => remove(page, placeholder));
    throw error;
  } finally {
    watch.stop();
  }
}

/** Listens for the event of the turn with this idempotency key. */
function watchTurn(idempotencyKey: string) {
  let isMade = false;
  let stop = () => {};
  const made = new Promise<MadeTurn>((resolve) => {
    stop = subscribeTurnCreated((event) => {
      if (event.turn.idempotencyKey !== idempotencyKey) return;
      isMade = true;
      resolve(event);
    });
  });
  return { made, isMade: () => isMade, stop };
}

async function post(body: TurnCreateBody, pause: Wait, isMade: () => boolean): Promise<MadeTurn> {
  for (const milliseconds of PAUSES_MS) {
    try {
      return await call("turns.create", { body });
    } catch (error) {
      if (!(error instanceof CallError) || error.code !== "offline") throw error;
      await pause(milliseconds);
      // The event has already confirmed the turn.
      if (isMade()) throw error;
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
