import "server-only";
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";

export type ExchangeRequest = {
  method: "GET" | "POST";
  path: string;
  headers: Record<string, string>;
  body?: AsyncIterable<Buffer>;
  /** Ends the exchange at any moment; what had arrived is still read first. */
  signal: AbortSignal;
};

export type ExchangeAnswer = {
  status: number;
  headers: IncomingHttpHeaders;
  /** Every byte that arrived, and only then the error if there was one. */
  body: AsyncGenerator<Buffer>;
};

/**
 * One request and its answer over a connection that is already open, which it closes in the end.
 *
 * On node:http and not on undici, for the sake of the bytes: undici 7 throws away what it has buffered when a connection breaks,
 * and dies of an assertion when the other side closes while the reader is behind (nodejs/undici#5360). Here the picture may be in
 * just those bytes. No redirects, no time limits, no pooling: the caller decides.
 * @throws the network's error or the signal's reason when no answer began
 */
export function exchange(socket: Socket, given: ExchangeRequest): Promise<ExchangeAnswer> {
  return new Promise((resolve, reject) => {
    const { signal } = given;
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
      method: given.method,
      path: given.path,
      headers: { ...given.headers, connection: "close" },
      maxHeaderSize: 64 * 1024,
      // Lenient towards headers that tell the length in two ways, as relays in a row do: what they wrap is paid for.
      // Nothing can be smuggled, for the connection carries this one answer and no other.
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
    // Once there is an answer, its own events say how it ends.
    request.on("close", () => {
      if (!answer) fail(closedEarly());
    });
    sendBody(request, given.body).catch(fail);
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

/** Resolves when more may be written, or nothing can be any more. */
function drained(request: Request): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      request.off("drain", done).off("close", done);
      resolve();
    };
    request.on("drain", done).on("close", done);
  });
}

/** Above this much waiting for the disk the network is held back; the kernel's buffer holds the rest. */
const PAUSE_BYTES = 2 * 1024 * 1024;
const RESUME_BYTES = 512 * 1024;

/** Takes bytes from the network as soon as they are there, so that a reset cannot take them back. */
class BodyQueue {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #isOver = false;
  #isHeld = false;
  #error: unknown = null;
  #wake: (() => void) | null = null;

  constructor(
    readonly response: IncomingMessage,
    readonly socket: Socket,
    readonly stop: () => void,
  ) {
    // A response asks its socket for more after every chunk. While we are behind, it must not.
    const askForMore = response._read.bind(response);
    response._read = (size) => {
      if (!this.#isHeld) askForMore(size);
    };
    response.on("data", (chunk: Buffer) => this.#take(chunk));
    response.on("end", () => this.#finish(null));
    response.on("error", (error) => this.#finish(error));
    response.on("close", () => this.#finish(closedEarly()));
  }

  /**
   * The connection broke, or what came over it is no longer HTTP. The response may hold bytes that came before that, even
   * its last ones; it hands them over later, and once it is broken never.
   */
  fail(error: unknown): void {
    const { response } = this;
    response.removeAllListeners("data");
    for (let chunk: unknown = response.read(); chunk !== null; chunk = response.read()) {
      this.#take(chunk as Buffer);
    }
    this.#finish(response.complete ? null : error);
  }

  #take(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes > PAUSE_BYTES) this.#hold();
    this.#wake?.();
  }

  async *read(): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        const chunk = this.#chunks.shift();
        if (chunk) {
          this.#bytes -= chunk.length;
          if (this.#isHeld && this.#bytes < RESUME_BYTES) this.#release();
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

  /** The socket is held and not the response: a paused response keeps bytes of its own, and loses them when it breaks. */
  #hold(): void {
    this.#isHeld = true;
    this.socket.pause();
  }

  #release(): void {
    this.#isHeld = false;
    this.socket.resume();
  }

  /** The first ending counts; a close after the end is no error. */
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
