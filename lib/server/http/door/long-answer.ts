import "server-only";
import { DOOR_THREAD_HEADER, DOOR_TURN_HEADER } from "@/lib/contracts/door";
import type { GenerationState } from "@/lib/contracts/generations";
import { type Outcome, readOutcome } from "@/lib/server/domain/door/outcome";
import type { Placed } from "@/lib/server/domain/door/place-order";
import { waitForTurn } from "@/lib/server/domain/turns/watch";
import { AppError } from "@/lib/server/errors";
import { DoorFailureError } from "@/lib/server/http/door/door-error";
import { lateErrorOf } from "@/lib/server/http/door/door-route";
import { requestIdOf } from "@/lib/server/http/request-id";
import { streamRegistry } from "@/lib/server/http/stream-registry";

/** Proxies cut a connection that is silent for 30 to 60 s. Errors that come sooner than this keep their own status. */
const HEARTBEAT_MS = 15_000;
/** For the log alone, as nginx says it: the caller has hung up. */
const NOBODY_THERE = 499;

export type Pieces = AsyncGenerator<string>;

/**
 * How an answer is written: the pieces of its JSON, or of its events. Throws `DoorFailureError` where there is nothing to
 * show, before its first piece.
 */
export type Write = (outcome: Outcome) => Pieces;

type Asked = { request: Request; placed: Placed; write: Write };

/**
 * Waits for a turn and answers with JSON. From the fifteenth second on blanks keep the line alive; the status is 200 then,
 * and an error stands in the body. A caller who hangs up ends the wait and nothing else.
 */
export async function jsonAnswer({ request, placed, write }: Asked): Promise<Response> {
  const wait = new Waiting(request, placed);
  const requestId = requestIdOf(request.headers);
  if (!(await wait.pause())) {
    try {
      const pieces = write(await wait.outcome);
      const first = await pieces.next();
      return answer(placed, "application/json", chain(first, pieces), () => wait.leave());
    } catch (error) {
      if (wait.hasLeft) return new Response(null, { status: NOBODY_THERE });
      wait.leave();
      if (error instanceof DoorFailureError) throw error;
      const { status, headers, body } = lateErrorOf(error, requestId);
      return Response.json(body, { status, headers: { ...headers, ...headersOf(placed) } });
    }
  }
  const late = async function* (): Pieces {
    do yield " ";
    while (await wait.pause());
    try {
      yield* write(await wait.outcome);
    } catch (error) {
      if (wait.hasLeft) return;
      yield JSON.stringify(lateErrorOf(error, requestId).body);
    }
  };
  return answer(placed, "application/json", late(), () => wait.leave());
}

/** The same as server-sent events: how it goes on as comments, then whatever `write` gives, then `[DONE]`. */
export function eventAnswer({ request, placed, write }: Asked): Response {
  const wait = new Waiting(request, placed);
  const requestId = requestIdOf(request.headers);
  const events = async function* (): Pieces {
    do yield `: ${wait.progress}\n\n`;
    while (await wait.pause({ untilNews: true }));
    try {
      yield* write(await wait.outcome);
    } catch (error) {
      if (wait.hasLeft) return;
      yield `data: ${JSON.stringify(lateErrorOf(error, requestId).body)}\n\n`;
    }
    yield "data: [DONE]\n\n";
  };
  return answer(placed, "text/event-stream; charset=utf-8", events(), () => wait.leave());
}

/** One caller's wait. It ends with the turn, with the caller, or with this process. */
class Waiting {
  readonly outcome: Promise<Outcome>;
  progress = "queued";
  /** The caller is gone; the turn goes on without them. */
  hasLeft = false;
  readonly #left = new AbortController();
  readonly #forget: () => void;
  #isOver = false;
  #hasNews = false;
  #ring: (isNews: boolean) => void = () => {};

  constructor({ signal }: Request, placed: Placed) {
    const hangUp = () => this.leave();
    if (signal.aborted) hangUp();
    else signal.addEventListener("abort", hangUp, { once: true });
    this.#forget = streamRegistry.add(() => this.#left.abort(new AppError("unavailable")));
    const onMove = (states: readonly GenerationState[]) => {
      this.progress = states.join(" ");
      this.#hasNews = true;
      this.#ring(true);
    };
    this.outcome = waitForTurn(placed.workspaceId, placed.turnId, {
      signal: this.#left.signal,
      onMove,
    }).then(() => readOutcome(placed));
    const over = () => {
      this.#isOver = true;
      this.#forget();
      signal.removeEventListener("abort", hangUp);
      this.#ring(false);
    };
    this.outcome.then(over, over);
  }

  /** Waits a heartbeat long, or until the end; with `untilNews` until anything has moved. Whether it goes on. */
  async pause({ untilNews = false } = {}): Promise<boolean> {
    if (this.#isOver) return false;
    if (!untilNews || !this.#hasNews) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, HEARTBEAT_MS);
        this.#ring = (isNews) => {
          if (isNews && !untilNews) return;
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#hasNews = false;
    return !this.#isOver;
  }

  leave(): void {
    this.hasLeft = true;
    this.#left.abort(new AppError("unavailable"));
  }
}

async function* chain(first: IteratorResult<string>, rest: Pieces): Pieces {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

/** A response that reads its pieces only as the caller does, so that nobody holds pictures for a slow line. */
function answer(placed: Placed, media: string, pieces: Pieces, leave: () => void): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: { "content-type": media, "x-accel-buffering": "no", ...headersOf(placed) },
  });
}

const headersOf = ({ threadId, turnId }: Placed) => ({
  // no-transform: neither Next's compression nor a proxy's may hold a sign of life back.
  "cache-control": "no-store, no-transform",
  [DOOR_THREAD_HEADER]: threadId,
  [DOOR_TURN_HEADER]: turnId,
});
