import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { within } from "./patience";

const patienceMs = 120_000;

/** A complete call that waits for its answer. */
export interface HeldCall {
  /** Answers 200 with these bytes as JSON. Resolves to the time (`performance.now()`) of the last byte. */
  answer(parts: readonly Buffer[]): Promise<number>;
  /** Answers with an unbilled, final refusal. */
  refuse(): Promise<number>;
}

/**
 * An upstream that holds every call until the bench answers it. It draws nothing, so all measured time is the studio's.
 * It also serves images for answers with links.
 */
export class HoldingUpstream {
  readonly #server: Server;
  readonly #held: HeldCall[] = [];
  readonly #images = new Map<string, Buffer>();
  #onCall: () => void = () => undefined;

  private constructor() {
    this.#server = createServer((request, response) => this.#serve(request, response));
    // Calls may wait indefinitely.
    this.#server.requestTimeout = 0;
    this.#server.headersTimeout = 0;
  }

  static async start(): Promise<HoldingUpstream> {
    const upstream = new HoldingUpstream();
    await new Promise<void>((resolve) =>
      upstream.#server.listen({ port: 0, host: "127.0.0.1", backlog: 1024 }, resolve),
    );
    return upstream;
  }

  /** Value for `UPSTREAM_BASE_URL`. */
  get baseUrl(): string {
    return `${this.#origin}/v1`;
  }

  get #origin(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Serves an image and returns its address. */
  offer(name: string, bytes: Buffer): string {
    const path = `/images/${name}`;
    this.#images.set(path, bytes);
    return this.#origin + path;
  }

  /** Resolves when `count` calls are waiting. */
  async untilWaiting(count: number): Promise<void> {
    const enough = new Promise<void>((resolve) => {
      this.#onCall = () => this.#held.length >= count && resolve();
      this.#onCall();
    });
    await within(enough, patienceMs, `${count} calls at the upstream`);
  }

  /** The oldest waiting call, once there is one. */
  async next(): Promise<HeldCall> {
    await this.untilWaiting(1);
    const [call] = this.#held.splice(0, 1);
    if (call === undefined) throw new Error("a call was waiting a moment ago");
    return call;
  }

  /** Removes and returns all waiting calls; the caller answers them. */
  takeAll(): HeldCall[] {
    return this.#held.splice(0);
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    if (request.method === "GET") {
      const bytes = this.#images.get(request.url ?? "");
      if (bytes === undefined) response.writeHead(404).end();
      else response.writeHead(200, headersFor("image/png", bytes.length)).end(bytes);
      return;
    }
    // The body is not needed, but a request ends only when it is read.
    request.resume().once("end", () => {
      this.#held.push(new Call(response));
      this.#onCall();
    });
  }
}

class Call implements HeldCall {
  constructor(private readonly response: ServerResponse) {}

  answer(parts: readonly Buffer[]): Promise<number> {
    return this.#send(200, parts);
  }

  refuse(): Promise<number> {
    const error = {
      message: "Invalid request",
      type: "invalid_request_error",
      code: "bad_request",
    };
    return this.#send(400, [Buffer.from(JSON.stringify({ error }))]);
  }

  #send(status: number, parts: readonly Buffer[]): Promise<number> {
    const byteLength = parts.reduce((sum, part) => sum + part.length, 0);
    this.response.writeHead(status, headersFor("application/json", byteLength));
    for (const part of parts) this.response.write(part);
    return new Promise((resolve, reject) => {
      this.response.once("close", () => reject(new Error("the studio hung up on the upstream")));
      this.response.end(() => resolve(performance.now()));
    });
  }
}

function headersFor(type: string, byteLength: number): Record<string, string | number> {
  return { "content-type": type, "content-length": byteLength };
}

/** A chat completion whose content is this image: an address, or a data URL in pieces. */
export function chatAnswer(image: readonly Buffer[]): Buffer[] {
  return [
    Buffer.from('{"id":"bench","object":"chat.completion","choices":[{"index":0,"message":{'),
    Buffer.from('"role":"assistant","content":"![image]('),
    ...image,
    Buffer.from(')"},"finish_reason":"stop"}]}'),
  ];
}

/** Start of a PNG data URL; base64 follows. */
export const dataUrlHead = Buffer.from("data:image/png;base64,");
