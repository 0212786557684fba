import "server-only";
import { AppError } from "@/lib/server/errors";
import { type StreamRegistry, streamRegistry } from "@/lib/server/http/stream-registry";
import { errorFields, log } from "@/lib/server/log";

/** Proxies cut a connection that is silent for 30 to 60 s. */
const HEARTBEAT_MS = 15_000;
/** How long a browser waits before it reconnects. */
const RETRY_MS = 1_000;
const BUFFER_BYTES = 64 * 1024;
/** A reader this far behind is cut off; it reconnects with Last-Event-ID and misses nothing. */
const BEHIND_MAX_BYTES = 8 * 1024 * 1024;

export type Send = {
  /**
   * Sends one frame, its data as JSON on one line. Resolves when the reader has room for more; await it for
   * backpressure.
   */
  event(name: string, id: string | null, data: unknown): Promise<void>;
  /** Sends a comment, which clients ignore. */
  comment(text?: string): void;
  /** Ends the stream. */
  end(): void;
};

type Options = {
  heartbeatMs?: number;
  registry?: StreamRegistry;
  /** Called once, however the stream ends. */
  onEnd?: () => void;
};

/**
 * Answers with an event stream that stays open until the client disconnects, shutdown closes it, or `start` throws
 * (which is logged; the client reconnects). `signal` then aborts, and `start` must release what it holds. `start` may
 * return early and keep sending from elsewhere. Throws `unavailable` once shutdown has begun.
 */
export function sseResponse(
  request: Request,
  start: (send: Send, signal: AbortSignal) => Promise<void> | void,
  { heartbeatMs = HEARTBEAT_MS, registry = streamRegistry, onEnd }: Options = {},
): Response {
  if (!registry.isOpen) throw new AppError("unavailable");
  const stream = new EventStream();
  const heartbeat = setInterval(() => stream.comment(), heartbeatMs);
  const forget = registry.add(() => stream.end());
  const onLeave = () => stream.end();
  request.signal.addEventListener("abort", onLeave);
  stream.signal.addEventListener("abort", () => {
    clearInterval(heartbeat);
    forget();
    onEnd?.();
    request.signal.removeEventListener("abort", onLeave);
  });
  if (request.signal.aborted) stream.end();
  else void run(stream, start);
  return new Response(stream.body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      // no-transform: neither Next's compression nor a proxy's may delay frames.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

async function run(
  stream: EventStream,
  start: (send: Send, signal: AbortSignal) => Promise<void> | void,
): Promise<void> {
  try {
    await start(stream, stream.signal);
  } catch (error) {
    if (stream.signal.aborted) return;
    log.error(errorFields(error), "an event stream broke");
    stream.end();
  }
}

class EventStream implements Send {
  readonly body: ReadableStream<Uint8Array>;
  readonly #ended = new AbortController();
  readonly #encoder = new TextEncoder();
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  #waiting: (() => void)[] = [];

  constructor() {
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => void (this.#controller = controller),
        pull: () => this.#wake(),
        cancel: () => this.#finish(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES }),
    );
    this.#write(`retry: ${RETRY_MS}\n\n`);
  }

  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  async event(name: string, id: string | null, data: unknown): Promise<void> {
    const idLine = id === null ? "" : `id: ${id}\n`;
    this.#write(`event: ${name}\n${idLine}data: ${JSON.stringify(data)}\n\n`);
    if (!this.signal.aborted && this.#room() <= 0) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  comment(text = ""): void {
    this.#write(`:${text}\n\n`);
  }

  end(): void {
    if (this.signal.aborted) return;
    this.#controller?.close();
    this.#finish();
  }

  #finish(): void {
    this.#ended.abort();
    this.#wake();
  }

  #write(text: string): void {
    if (this.signal.aborted) return;
    this.#controller?.enqueue(this.#encoder.encode(text));
    if (this.#room() < -BEHIND_MAX_BYTES) this.end();
  }

  #room(): number {
    return this.#controller?.desiredSize ?? 0;
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
