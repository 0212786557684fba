import "server-only";
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";

export type ExchangeRequest = {
  method: "GET" | "POST";
  path: string;
  headers: Record<string, string>;
  body?: AsyncIterable<Buffer>;
  /** Aborts the exchange at any moment; bytes that have arrived are still read first. */
  signal: AbortSignal;
};

export type ExchangeAnswer = {
  status: number;
  headers: IncomingHttpHeaders;
  /** Yields every byte that arrived, and only then throws the error, if any. */
  body: AsyncGenerator<Buffer>;
};

/**
 * Sends one request over an open connection and closes it at the end.
 *
 * Uses node:http because undici 7 drops buffered bytes when a connection breaks, and fails an assertion when the peer
 * closes while the reader is behind (nodejs/undici#5360). Those bytes may hold the image. No redirects, time limits or
 * pooling: the caller decides.
 * @throws the network's error or the signal's reason if no answer began
 */
export function exchange(socket: Socket, options: ExchangeRequest): Promise<ExchangeAnswer> {
  return new Promise((resolve, reject) => {
    const { signal } = options;
    let answer: BodyQueue | null = null;
    const stop = () => {
      signal.removeEventListener("abort", onAbort);
      socket.destroy();
    };
    const fail = (error: unknown) => {
      if (answer) answer.fail(error);
      else reject(error);
      stop();
    };
    const onAbort = () => fail(signal.reason);
    if (signal.aborted) return fail(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });

    const request = httpRequest({
      createConnection: () => socket,
      method: options.method,
      path: options.path,
      headers: { ...options.headers, connection: "close" },
      maxHeaderSize: 64 * 1024,
      // Lenient towards duplicate length headers, as chained relays send them: the answer is paid for. Request
      // smuggling is impossible, because the connection carries only this answer.
      insecureHTTPParser: true,
    });
    request.on("error", fail);
    request.on("response", (response) => {
      answer = new BodyQueue(response, socket, stop);
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: answer.read(),
      });
    });
    // Once there is an answer, its own events report the end.
    request.on("close", () => {
      if (!answer) fail(closedEarly());
    });
    sendBody(request, options.body).catch(fail);
  });
}

type Request = ReturnType<typeof httpRequest>;

async function sendBody(request: Request, body: AsyncIterable<Buffer> | undefined): Promise<void> {
  if (body) {
    for await (const chunk of body) {
      if (request.destroyed) return;
      if (!request.write(chunk)) {
        await drained(request);
      }
    }
  }
  request.end();
}

/** Resolves when the request can be written to again, or is closed. */
function drained(request: Request): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      request.off("drain", done).off("close", done);
      resolve();
    };
    request.on("drain", done).on("close", done);
  });
}

/** Above this many unread bytes the socket is paused; the kernel buffers the rest. */
const PAUSE_BYTES = 2 * 1024 * 1024;
const RESUME_BYTES = 512 * 1024;

/** Reads bytes from the network as soon as they arrive, so that a reset cannot discard them. */
class BodyQueue {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #isOver = false;
  #isPaused = false;
  #error: unknown = null;
  #wake: (() => void) | null = null;

  constructor(
    readonly response: IncomingMessage,
    readonly socket: Socket,
    readonly stop: () => void,
  ) {
    // A response resumes its socket after every chunk. Prevent that while the socket is paused.
    const readMore = response._read.bind(response);
    response._read = (size) => {
      if (!this.#isPaused) readMore(size);
    };
    response.on("data", (chunk: Buffer) => this.#push(chunk));
    response.on("end", () => this.#finish(null));
    response.on("error", (error) => this.#finish(error));
    response.on("close", () => this.#finish(closedEarly()));
  }

  /**
   * The connection broke, or what arrived is not HTTP. The response may still buffer earlier bytes, which it would
   * never emit once broken, so read them now.
   */
  fail(error: unknown): void {
    const { response } = this;
    response.removeAllListeners("data");
    for (let chunk: unknown = response.read(); chunk !== null; chunk = response.read()) {
      this.#push(chunk as Buffer);
    }
    this.#finish(response.complete ? null : error);
  }

  #push(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes > PAUSE_BYTES) this.#pauseSocket();
    this.#wake?.();
  }

  async *read(): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        const chunk = this.#chunks.shift();
        if (chunk) {
          this.#bytes -= chunk.length;
          if (this.#isPaused && this.#bytes < RESUME_BYTES) this.#resumeSocket();
          yield chunk;
        } else if (this.#isOver) {
          if (this.#error !== null) throw this.#error;
          return;
        } else {
          await new Promise<void>((resolve) => (this.#wake = resolve));
          this.#wake = null;
        }
      }
    } finally {
      this.stop();
    }
  }

  /** Pauses the socket, not the response: a paused response buffers bytes and loses them when it breaks. */
  #pauseSocket(): void {
    this.#isPaused = true;
    this.socket.pause();
  }

  #resumeSocket(): void {
    this.#isPaused = false;
    this.socket.resume();
  }

  /** The first ending counts; a close after the end is not an error. */
  #finish(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#error = error;
    this.#wake?.();
  }
}

function closedEarly(): Error {
  return Object.assign(new Error("the connection closed early"), { code: "ECONNRESET" });
}
