import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server as NetServer,
  type Socket,
} from "node:net";
import { AssetShelf } from "./asset-shelf";
import { CERTIFICATE, PRIVATE_KEY } from "./certificate";
import { answerControl } from "./control";
import { Gates } from "./gates";
import { png } from "./pictures";
import { expand, type PlaceholderValues } from "./placeholders";
import { readBody, record } from "./recorded";
import type { RecordedCall, RecordedFetch, ScriptedAnswer } from "./script";
import { transmit } from "./transports";

export type ScriptedUpstreamOptions = {
  apiKey?: string;
  port?: number;
  /** Origin of linked files. Default: the upstream's own, which every client may fetch from. */
  assetOrigin?: string;
  privateHost?: string;
  rebindHost?: string;
  /** "deadline" in a transport's delay, ms. */
  deadlineMs?: number;
  /** Factor for intervals that may be shortened. */
  scale?: number;
  /** Answers after the script is exhausted. Default: a small PNG of another colour each time. */
  fallback?: (callNumber: number) => Promise<ScriptedAnswer> | ScriptedAnswer;
};

export type ScriptedUpstream = {
  /** `http://127.0.0.1:PORT/v1` */
  baseUrl: string;
  /** Port of the https file server with the certificate for `*.pictures.example`. */
  securePort: number;
  canaryPort: number;
  apiKey: string;
  /** Generation calls so far. */
  calls(): RecordedCall[];
  /** Requests for files so far. */
  fetches(): RecordedFetch[];
  /** Connections to the canary port: must stay 0. */
  canaryHits(): number;
  /** Queues answers; each generation call takes one. */
  script(answers: ScriptedAnswer[]): void;
  /**
   * Answers every call whose body contains `marker` this way, whatever the queue holds; for tests with many
   * concurrent calls.
   * @param assetOrigin origin of this answer's files, so that equal paths of different answers do not collide
   */
  play(marker: string, answer: ScriptedAnswer, assetOrigin?: string): void;
  /** Sets the answer to the model list; null restores a list of both models. */
  listModelsWith(answer: ScriptedAnswer | null): void;
  /** Clears the queue and the records, and releases every held answer. */
  reset(): void;
  /** Releases current and later answers at this gate. */
  release(gate: string): void;
  /** Resolves when a call waits at this gate. */
  reached(gate: string): Promise<void>;
  /** Refuses connections for a while, then listens on the same port again. */
  refuseFor(milliseconds: number): Promise<void>;
  close(): Promise<void>;
};

const MODELS = {
  object: "list",
  data: [{ id: "gpt-image-2-vip" }, { id: "gpt-image-2-all" }],
};

/** A real HTTP server that answers the three endpoints as scripted, including broken answers. */
export async function startScriptedUpstream(
  options: ScriptedUpstreamOptions = {},
): Promise<ScriptedUpstream> {
  const apiKey = options.apiKey ?? "test-key-0123456789";
  const pace = { deadlineMs: options.deadlineMs ?? 300_000, scale: options.scale ?? 1 };
  const queue: ScriptedAnswer[] = [];
  const plays: { marker: string; answer: ScriptedAnswer; assetOrigin: string | undefined }[] = [];
  const calls: RecordedCall[] = [];
  const gates = new Gates();
  const sockets = new Set<Socket>();
  let canaryHits = 0;
  let modelsAnswer: ScriptedAnswer | null = null;

  const canary = createTcpServer((socket) => {
    canaryHits += 1;
    socket.destroy();
  });
  await listen(canary);

  const around: PlaceholderValues = {
    apiKey,
    assetOrigin: options.assetOrigin ?? "",
    canaryPort: portOf(canary),
    privateHost: options.privateHost ?? "private.pictures.example",
    rebindHost: options.rebindHost ?? "rebind.pictures.example",
  };
  const shelf = new AssetShelf(pace);
  const fallback = options.fallback ?? ownPicture;

  const answerCall = async (request: IncomingMessage) => {
    const number = calls.length + 1;
    const scripted = plays.length > 0 ? undefined : queue.shift();
    const body = await readBody(request);
    const call = await record(request, body, number, apiKey);
    calls.push(call);
    const callText = JSON.stringify(call.body);
    const played = plays.find(({ marker }) => callText.includes(marker));
    const answer = played?.answer ?? scripted ?? (await fallback(number));
    const origin = played?.assetOrigin;
    const placed = origin === undefined ? around : { ...around, assetOrigin: origin };
    for (const asset of answer.assets ?? []) await shelf.add(asset, placed);
    const wait = answer.gate === undefined ? undefined : () => gates.wait(answer.gate ?? "");
    const gateAt = answer.gateAt ?? "request";
    if (gateAt === "request") await wait?.();
    await transmit(
      request.socket,
      {
        status: answer.status ?? 200,
        headers: answer.headers ?? { "Content-Type": "application/json" },
        body: await expand(answer.template ?? JSON.stringify(answer.json ?? null), placed),
        transport: answer.transport ?? { mode: "normal" },
      },
      { ...pace, gates: wait && gateAt !== "request" ? { [gateAt]: wait } : {} },
    );
  };

  const server = createServer((request, response) => {
    const path = request.url ?? "";
    const isCall = request.method === "POST" && /\/(chat\/completions|images\/\w+)$/.test(path);
    if (isCall) void answerCall(request).catch((error: unknown) => fail(request.socket, error));
    else if (path.startsWith("/control/")) void answerControl(upstream, gates, request, response);
    else if (path.endsWith("/models")) {
      const { status = 200, headers, json, template } = modelsAnswer ?? {};
      response.writeHead(status, headers ?? { "content-type": "application/json" });
      response.end(template ?? JSON.stringify(json ?? MODELS));
    } else void shelf.answer(request).catch((error: unknown) => fail(request.socket, error));
  });
  const secure = createSecureServer({ cert: CERTIFICATE, key: PRIVATE_KEY }, (request) => {
    void shelf.answer(request).catch((error: unknown) => fail(request.socket, error));
  });
  for (const each of [server, secure] as Server[]) {
    each.keepAliveTimeout = 1_000;
    each.requestTimeout = 0;
    each.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.once("close", () => sockets.delete(socket));
    });
  }
  await listen(server, options.port ?? 0);
  await listen(secure);
  const port = portOf(server);
  around.assetOrigin ||= `http://127.0.0.1:${port}`;

  const upstream: ScriptedUpstream = {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    securePort: portOf(secure),
    canaryPort: portOf(canary),
    apiKey,
    calls: () => calls,
    fetches: () => shelf.fetches,
    canaryHits: () => canaryHits,
    script: (answers) => queue.push(...answers),
    play: (marker, answer, assetOrigin) => plays.push({ marker, answer, assetOrigin }),
    reset() {
      queue.length = 0;
      plays.length = 0;
      calls.length = 0;
      shelf.clear();
      gates.clear();
      canaryHits = 0;
      modelsAnswer = null;
    },
    listModelsWith(answer) {
      modelsAnswer = answer;
    },
    release: (gate) => gates.release(gate),
    reached: (gate) => gates.reached(gate),
    async refuseFor(milliseconds) {
      server.close();
      setTimeout(() => server.listen(port, "127.0.0.1"), milliseconds);
    },
    async close() {
      gates.clear();
      for (const socket of sockets) socket.destroy();
      await Promise.all([server, secure, canary].map((each) => closed(each)));
    },
  };
  return upstream;
}

/** A unique image per call. */
async function ownPicture(callNumber: number): Promise<ScriptedAnswer> {
  const picture = await png(96, 64, callNumber * 37);
  return { json: { created: 1_778_037_331, data: [{ b64_json: picture.toString("base64") }] } };
}

async function listen(server: NetServer, port = 0): Promise<void> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
}

function portOf(server: NetServer): number {
  return (server.address() as AddressInfo).port;
}

function closed(server: NetServer): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

function fail(socket: Socket, error: unknown): void {
  // A mistake in a script is a mistake in a test, so print it.
  console.error("scripted upstream:", error);
  socket.destroy();
}
