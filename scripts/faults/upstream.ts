import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { noisePng, png } from "../../e2e/upstream/pictures";
import { transmit } from "../../e2e/upstream/transports";
import { pictureIn, type Plan, planOf } from "./plan";

/** One call as the service saw it. Times are those of `performance.now()`. */
export type Call = {
  /** Null where the caller went away before it had said which picture it wants. */
  picture: number | null;
  /** 1 for the first call of this picture. */
  nth: number;
  plan: Plan | null;
  beganAt: number;
  /** When the connection was over, for whatever reason. */
  closedAt: number | null;
  /** All of the answer left here, and the caller hung up in peace: with bytes unread it would have been a reset. */
  isReadToEnd: boolean;
};

const pace = { deadlineMs: 600_000, scale: 1 };

/** An image service on a bad day. Pictures that answers link to are on a port of their own, which never goes down. */
export class FaultyUpstream {
  readonly calls: Call[] = [];
  readonly apiKey = "faults-0123456789";
  readonly #seed: number;
  readonly #server: Server;
  readonly #assets: Server;
  readonly #sockets = new Set<Socket>();
  readonly #assetFaults = new Map<number, number>();
  #answered = 0;
  #port = 0;
  #onAnswer: () => void = () => undefined;

  private constructor(seed: number) {
    this.#seed = seed;
    this.#server = createServer((request) => void this.#serve(request));
    this.#assets = createServer((request, response) => {
      const picture = Number(/(\d+)\.png$/.exec(request.url ?? "")?.[1]);
      const faults = this.#assetFaults.get(picture) ?? 0;
      this.#assetFaults.set(picture, faults - 1);
      // In turn an error and a reset, so that both are met.
      if (faults > 0 && faults % 2 === 0) request.socket.resetAndDestroy();
      else if (faults > 0) response.writeHead(503).end();
      else void this.picture(picture).then((bytes) => response.end(bytes));
    });
    this.#server.requestTimeout = 0;
    this.#server.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", () => this.#sockets.delete(socket));
    });
  }

  static async start(seed: number): Promise<FaultyUpstream> {
    const upstream = new FaultyUpstream(seed);
    for (const server of [upstream.#server, upstream.#assets]) {
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
    }
    upstream.#port = portOf(upstream.#server);
    return upstream;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.#port}/v1`;
  }

  /** `host:port` of the linked pictures. */
  get assetHost(): string {
    return `127.0.0.1:${portOf(this.#assets)}`;
  }

  /** The bytes of one picture: no two are alike. Big ones are some megabytes of noise. */
  picture(number: number): Promise<Buffer> {
    if (planOf(this.#seed, number, 1).kind === "big picture") return noisePng(3_000_000 + number);
    return png(64 + number, 48, number);
  }

  /** Resolves at the very moment when so many answers have left. */
  async answered(count: number): Promise<void> {
    while (this.#answered < count) {
      await new Promise<void>((resolve) => {
        const before = this.#onAnswer;
        this.#onAnswer = () => {
          before();
          resolve();
        };
      });
    }
  }

  /** Dies with all its connections, and comes back after a while. */
  async dieFor(milliseconds: number): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    await wait(milliseconds);
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
  }

  async stop(): Promise<void> {
    for (const server of [this.#server, this.#assets]) {
      server.close();
      server.closeAllConnections();
    }
    for (const socket of this.#sockets) socket.destroy();
  }

  async #serve(request: IncomingMessage): Promise<void> {
    const { socket } = request;
    const call: Call = {
      ...{ picture: null, nth: 0, plan: null },
      ...{ beganAt: performance.now(), closedAt: null, isReadToEnd: false },
    };
    this.calls.push(call);
    let isAnswered = false;
    socket.once("close", (hadError) => {
      call.closedAt = performance.now();
      // Destroyed from here, what was written may lie unsent, and the caller's farewell was never heard.
      call.isReadToEnd =
        isAnswered && !hadError && socket.readableEnded && socket.writableLength === 0;
    });
    try {
      const body: Buffer[] = [];
      try {
        for await (const piece of request) body.push(piece as Buffer);
      } finally {
        call.picture = pictureIn(Buffer.concat(body).toString());
        call.nth = this.calls.filter(({ picture }) => picture === call.picture).length;
      }
      if (call.picture === null) throw new Error("a call without a number");
      call.plan = planOf(this.#seed, call.picture, call.nth);
      await this.#answer(socket, call.picture, call.plan);
      isAnswered = true;
    } catch {
      socket.destroy();
    }
    this.#answered += 1;
    const tell = this.#onAnswer;
    this.#onAnswer = () => undefined;
    tell();
  }

  async #answer(socket: Socket, picture: number, plan: Plan): Promise<void> {
    const { status, headers, transport } = plan;
    this.#assetFaults.set(picture, plan.assetFaults);
    const body = await this.#bodyOf(plan, picture);
    await pauseUnlessClosed(plan.delayMs, socket);
    if (socket.destroyed) throw new Error("the caller is gone");
    if (transport.mode === "reset_before_headers") socket.resetAndDestroy();
    else await transmit(socket, { status, headers, body: [body], transport }, pace);
  }

  async #bodyOf({ content }: Plan, picture: number): Promise<Buffer> {
    if (content.form === "text") return Buffer.from(content.text);
    if (content.form === "json") return Buffer.from(JSON.stringify(content.value));
    const created = 1_778_037_331;
    if (content.form === "link") {
      const url = `http://${this.assetHost}/${picture}.png`;
      return Buffer.from(JSON.stringify({ created, data: [{ url }] }));
    }
    const base64 = (await this.picture(picture)).toString("base64");
    const message = { role: "assistant", content: `![image](data:image/png;base64,${base64})` };
    return Buffer.from(
      JSON.stringify(
        content.form === "envelope"
          ? { created, data: [{ b64_json: base64 }] }
          : { id: `chatcmpl-${picture}`, created, choices: [{ index: 0, message }] },
      ),
    );
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function pauseUnlessClosed(milliseconds: number, socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    socket.once("close", done);
  });
}
