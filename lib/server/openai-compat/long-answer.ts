import "server-only";
import { COMPAT_THREAD_HEADER, COMPAT_TURN_HEADER } from "@/lib/contracts/openai-compat";
import type { GenerationState } from "@/lib/contracts/generations";
import { type Outcome, readOutcome } from "@/lib/server/domain/compat-orders/outcome";
import type { Placed } from "@/lib/server/domain/compat-orders/place-order";
import { waitForTurn } from "@/lib/server/domain/turns/watch";
import { AppError } from "@/lib/server/errors";
import { type CompatError, CompatFailureError } from "@/lib/server/openai-compat/compat-error";
import { lateErrorOf } from "@/lib/server/openai-compat/compat-route";
import { requestIdOf } from "@/lib/server/http/request-id";
import { streamRegistry } from "@/lib/server/http/stream-registry";

/**
 * When the status goes out as 200 with the first whitespace, to keep the connection alive. Errors before that keep
 * their own status, so it is as late as proxies allow by default: HAProxy's examples cut a silent connection at 50 s,
 * nginx, Apache and AWS's load balancers at 60 s, Cloudflare at 100 s. Behind shorter limits (Heroku: 30 s) callers
 * should stream.
 */
const FIRST_BLANK_MS = 45_000;
/** The longest silence after that. */
const HEARTBEAT_MS = 15_000;
/** nginx's status for a client that disconnected; only the log sees it. */
const CLIENT_GONE = 499;

export type Pieces = AsyncGenerator<string>;

/**
 * Writes an answer as pieces of JSON or of events. Throws `CompatFailureError` before the first piece if there is
 * nothing to show.
 */
export type Write = (outcome: Outcome) => Pieces;

/** Writes an error in the shape of a success, for callers that read only that. */
export type WriteLate = (error: CompatError) => object;

type AnswerOptions = { request: Request; placed: Placed; write: Write };

/**
 * Waits for a turn and answers with JSON. After 45 s it sends status 200 and whitespace as keep-alive; errors then go
 * through `writeLate`. A disconnect ends the wait, not the turn.
 */
export async function jsonAnswer({
  request,
  placed,
  write,
  writeLate,
}: AnswerOptions & { writeLate: WriteLate }): Promise<Response> {
  const wait = new Waiting(request, placed);
  const requestId = requestIdOf(request.headers);
  if (!(await wait.pause({ ms: FIRST_BLANK_MS }))) {
    try {
      const pieces = write(await wait.outcome);
      const first = await pieces.next();
      return answer(placed, "application/json", chain(first, pieces), () => wait.leave());
    } catch (error) {
      if (wait.hasLeft) return new Response(null, { status: CLIENT_GONE });
      wait.leave();
      if (error instanceof CompatFailureError) throw error;
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
      yield JSON.stringify(writeLate(lateErrorOf(error, requestId)));
    }
  };
  return answer(placed, "application/json", late(), () => wait.leave());
}

/**
 * Waits for a turn and answers with server-sent events: progress as comments, then what `write` yields, then `[DONE]`.
 */
export function eventAnswer({ request, placed, write }: AnswerOptions): Response {
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

/** One caller's wait. It ends with the turn, on disconnect, or at shutdown. */
class Waiting {
  readonly outcome: Promise<Outcome>;
  progress = "queued";
  /** The caller has disconnected; the turn continues. */
  hasLeft = false;
  readonly #left = new AbortController();
  readonly #forget: () => void;
  #isOver = false;
  #hasNews = false;
  #ring: (isNews: boolean) => void = () => {};

  constructor({ signal }: Request, placed: Placed) {
    const onAbort = () => this.leave();
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
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
      signal.removeEventListener("abort", onAbort);
      this.#ring(false);
    };
    this.outcome.then(over, over);
  }

  /**
   * Waits `ms`, or until the end; with `untilNews` only until any progress. Returns whether the turn is still
   * running.
   */
  async pause({ untilNews = false, ms = HEARTBEAT_MS } = {}): Promise<boolean> {
    if (this.#isOver) return false;
    if (!untilNews || !this.#hasNews) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
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

/** A response that produces pieces only as the caller reads, so that slow connections do not hold images in memory. */
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
  // no-transform: neither Next's compression nor a proxy's may delay keep-alives.
  "cache-control": "no-store, no-transform",
  [COMPAT_THREAD_HEADER]: threadId,
  [COMPAT_TURN_HEADER]: turnId,
});
