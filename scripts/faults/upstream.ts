import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { noisePng, png } from "../../e2e/upstream/pictures";
import { transmit } from "../../e2e/upstream/transports";
import { imageIn, type Plan, planOf } from "./plan";

/** One call as the upstream saw it. Times are in `performance.now()`. */
export type Call = {
  /** Null if the caller disconnected before its body named an image. */
  image: number | null;
  /** 1 for the first call of this image. */
  nth: number;
  plan: Plan | null;
  beganAt: number;
  /** When the connection ended, for whatever reason. */
  closedAt: number | null;
  /** The whole answer was sent and the caller closed cleanly: with unread bytes it would have been a reset. */
  isReadToEnd: boolean;
};

const pace = { deadlineMs: 600_000, scale: 1 };

/** An upstream with faults. Images that answers link to are on a port of their own that never goes down. */
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
      const image = Number(/(\d+)\.png$/.exec(request.url ?? "")?.[1]);
      const faults = this.#assetFaults.get(image) ?? 0;
      this.#assetFaults.set(image, faults - 1);
      // Alternates between an error and a reset.
      if (faults > 0 && faults % 2 === 0) request.socket.resetAndDestroy();
      else if (faults > 0) response.writeHead(503).end();
      else void this.image(image).then((bytes) => response.end(bytes));
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

  /** `host:port` of the linked images. */
  get assetHost(): string {
    return `127.0.0.1:${portOf(this.#assets)}`;
  }

  /** The bytes of one image; all differ. Large ones are several megabytes of noise. */
  image(number: number): Promise<Buffer> {
    if (planOf(this.#seed, number, 1).kind === "big image") return noisePng(3_000_000 + number);
    return png(64 + number, 48, number);
  }

  /** Resolves as soon as this many answers have been sent. */
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

  /** Drops all connections, and listens again after `milliseconds`. */
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
      ...{ image: null, nth: 0, plan: null },
      ...{ beganAt: performance.now(), closedAt: null, isReadToEnd: false },
    };
    this.calls.push(call);
    let isAnswered = false;
    socket.once("close", (hadError) => {
      call.closedAt = performance.now();
      // After a reset from this side, written bytes may be unsent and the caller's close was never received.
      call.isReadToEnd =
        isAnswered && !hadError && socket.readableEnded && socket.writableLength === 0;
    });
    try {
      const body: Buffer[] = [];
      try {
        for await (const piece of request) body.push(piece as Buffer);
      } finally {
        call.image = imageIn(Buffer.concat(body).toString());
        call.nth = this.calls.filter(({ image }) => image === call.image).length;
      }
      if (call.image === null) throw new Error("a call without a number");
      call.plan = planOf(this.#seed, call.image, call.nth);
      await this.#answer(socket, call.image, call.plan);
      isAnswered = true;
    } catch {
      socket.destroy();
    }
    this.#answered += 1;
    const notify = this.#onAnswer;
    this.#onAnswer = () => undefined;
    notify();
  }

  async #answer(socket: Socket, image: number, plan: Plan): Promise<void> {
    const { status, headers, transport } = plan;
    this.#assetFaults.set(image, plan.assetFaults);
    const body = await this.#bodyOf(plan, image);
    await pauseUnlessClosed(plan.delayMs, socket);
    if (socket.destroyed) throw new Error("the caller is gone");
    if (transport.mode === "reset_before_headers") socket.resetAndDestroy();
    else await transmit(socket, { status, headers, body: [body], transport }, pace);
  }

  async #bodyOf({ content }: Plan, image: number): Promise<Buffer> {
    if (content.form === "text") return Buffer.from(content.text);
    if (content.form === "json") return Buffer.from(JSON.stringify(content.value));
    const created = 1_778_037_331;
    if (content.form === "link") {
      const url = `http://${this.assetHost}/${image}.png`;
      return Buffer.from(JSON.stringify({ created, data: [{ url }] }));
    }
    const base64 = (await this.image(image)).toString("base64");
    const message = { role: "assistant", content: `![image](data:image/png;base64,${base64})` };
    return Buffer.from(
      JSON.stringify(
        content.form === "envelope"
          ? { created, data: [{ b64_json: base64 }] }
          : { id: `chatcmpl-${image}`, created, choices: [{ index: 0, message }] },
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
