import "server-only";
import { randomUUID, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { type Directives, readDirectives } from "./directives";
import { FileCache } from "./file-cache";
import type { PictureMemory } from "./memory";
import { hashText } from "./random";
import {
  type PaintOrder,
  type PaintedModel,
  readChat,
  readEdit,
  readGeneration,
  readJson,
  USUAL_MODELS,
} from "./requests";
import { paint, UnreadablePictureError } from "./paint-request";
import * as wire from "./wire";

import type { SandboxOptions } from "./server";

const USUAL_LATENCY = { minMs: 1000, maxMs: 3000 };
/** Room for 16 references of 10 MB as base64. */
const LARGEST_BODY = 240 * 1024 * 1024;
/** Distinct requests whose repetitions are counted. */
const MOST_COUNTED = 2000;

/** Serves the upstream's wire contract and paints one request at a time. */
export class Painter {
  origin = "";
  readonly closing = new AbortController();
  readonly #options: SandboxOptions;
  readonly #models: readonly PaintedModel[];
  readonly #memory: PictureMemory;
  readonly #files = new FileCache();
  readonly #asked = new Map<string, number>();
  #painting: Promise<unknown> = Promise.resolve();

  constructor(options: SandboxOptions, memory: PictureMemory) {
    this.#options = options;
    this.#models = options.models ?? USUAL_MODELS;
    this.#memory = memory;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", "http://sandbox").pathname;
    if (request.method === "GET" && path.startsWith("/files/")) {
      this.#serveFile(path, response);
      return;
    }
    const started = performance.now();
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    try {
      this.#authenticate(request.headers.authorization);
      if (request.method === "GET" && path === "/v1/models") {
        send(response, {
          status: 200,
          body: {
            object: "list",
            data: this.#models.map(({ id }) => ({
              id,
              object: "model",
              created: 1778037331,
              owned_by: "sandbox",
            })),
          },
        });
        return;
      }
      const order = await this.#read(request, path);
      const answer = await this.#answer(order, started, gone.signal);
      send(response, answer);
    } catch (error) {
      if (gone.signal.aborted || this.closing.signal.aborted) return;
      if (error instanceof wire.Refusal) send(response, error.answer);
      else if (error instanceof UnreadablePictureError)
        send(
          response,
          wire.badRequest(
            "Invalid image file or mode for image 1, please check your image file.",
            "image",
            "invalid_image_file",
          ),
        );
      else throw error;
    }
  }

  #authenticate(header: string | undefined): void {
    const key = /^Bearer\s+(\S+)$/iu.exec(header ?? "")?.[1];
    if (key === undefined) throw new wire.Refusal(wire.noToken());
    const given = Buffer.from(key);
    const wanted = Buffer.from(this.#options.apiKey);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
      throw new wire.Refusal(wire.wrongToken());
  }

  async #read(request: IncomingMessage, path: string): Promise<PaintOrder> {
    const known = ["/v1/chat/completions", "/v1/images/generations", "/v1/images/edits"];
    if (request.method !== "POST" || !known.includes(path)) {
      throw new wire.Refusal({
        status: 404,
        body: {
          error: {
            message: `Invalid URL (${request.method} ${path})`,
            type: "invalid_request_error",
            param: "",
            code: null,
          },
        },
      });
    }
    const body = await readBody(request);
    if (path === "/v1/images/edits") {
      return readEdit(body, request.headers["content-type"] ?? "", this.#models);
    }
    const json = readJson(body);
    return path === "/v1/chat/completions"
      ? readChat(json, this.#models, (url) => this.#findOwnFile(url))
      : readGeneration(json, this.#models);
  }

  async #answer(order: PaintOrder, started: number, gone: AbortSignal): Promise<wire.Answer> {
    const { directives, rest } = readDirectives(order.prompt);
    const chance = hashText(order.prompt);
    const said = unpainted(order, directives);
    const target = this.#latencyMs(directives, chance);
    const made = said ?? (await this.#paintNext(order, rest, directives, gone));
    const left = target - (performance.now() - started);
    if (left > 0)
      await wait(left, undefined, { signal: AbortSignal.any([gone, this.closing.signal]) });
    return made;
  }

  #latencyMs(directives: Directives, chance: number): number {
    if (directives.slowMs !== undefined) return directives.slowMs;
    const { minMs, maxMs } = this.#options.latency ?? USUAL_LATENCY;
    return minMs + (Math.max(0, maxMs - minMs) * (chance % 1000)) / 1000;
  }

  /** One picture at a time: painting is CPU-bound, so running two at once only delays both. */
  #paintNext(
    order: PaintOrder,
    prompt: string,
    directives: Directives,
    gone: AbortSignal,
  ): Promise<wire.Answer> {
    const turn = this.#painting.then(async () => {
      gone.throwIfAborted();
      const seed = directives.seed ?? order.seed ?? this.#options.seed;
      const { png } = await paint(
        {
          prompt,
          references: order.references,
          earlier: order.earlier?.map((text) => readDirectives(text).rest) ?? [],
          strictModel: order.model.isExact,
          repeat: seed === undefined ? this.#repeatOf(order, prompt) : 0,
          ...(order.size ? { size: order.size } : {}),
          ...(seed === undefined ? {} : { seed: hashText(`${seed} ${prompt}`) }),
        },
        this.#memory,
      );
      return this.#wrap(order, png);
    });
    this.#painting = turn.catch(() => {});
    return turn;
  }

  /** How often this process has seen the same request: variations differ, their order is stable. */
  #repeatOf(order: PaintOrder, prompt: string): number {
    const pictures = order.references
      .map((bytes) => hashText(bytes.subarray(0, 4096).toString("latin1")))
      .join();
    const key = `${prompt.trim()} ${pictures} ${order.references.map((bytes) => bytes.length).join()}`;
    const count = this.#asked.get(key) ?? 0;
    this.#asked.delete(key);
    this.#asked.set(key, count + 1);
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > MOST_COUNTED && oldest !== undefined) this.#asked.delete(oldest);
    return count;
  }

  #wrap(order: PaintOrder, png: Buffer): wire.Answer {
    const length = order.prompt.length;
    const url = () => {
      const id = randomUUID();
      this.#files.put(id, png);
      return `${this.origin}/files/${id}.png`;
    };
    const base64 = () => png.toString("base64");
    if (order.endpoint !== "chat") {
      const byUrl = order.responseFormat ? order.responseFormat === "url" : !order.model.isExact;
      return wire.imagesAnswer(byUrl ? { url: url() } : { b64_json: base64() }, length);
    }
    if (!order.model.isExact)
      return wire.chatAnswer(order.model.id, `![image](${url()})\n\n`, length);
    // Deployments of this model answer in different shapes; a hash of the prompt picks one.
    switch (hashText(`form ${order.prompt}`) % 3) {
      case 0:
        return wire.imagesAnswer({ url: url() }, length);
      case 1:
        return wire.imagesAnswer({ b64_json: base64() }, length);
      default:
        return wire.chatAnswer(order.model.id, `data:image/png;base64,${base64()}`, length);
    }
  }

  #findOwnFile(url: string): Buffer | undefined {
    const prefix = `${this.origin}/files/`;
    return url.startsWith(prefix)
      ? this.#files.get(url.slice(prefix.length).replace(/\.png$/u, ""))
      : undefined;
  }

  #serveFile(path: string, response: ServerResponse): void {
    const bytes = this.#files.get(path.slice("/files/".length).replace(/\.png$/u, ""));
    if (!bytes) {
      send(response, {
        status: 404,
        body: {
          error: {
            message: "no such file",
            type: "invalid_request_error",
            param: "",
            code: "expired",
          },
        },
      });
      return;
    }
    response.writeHead(200, {
      "content-type": "image/png",
      "content-length": bytes.length,
      "cache-control": "public, max-age=86400",
    });
    response.end(bytes);
  }
}

/** The answer to a directive that needs no picture. */
function unpainted(order: PaintOrder, directives: Directives): wire.Answer | undefined {
  const length = order.prompt.length;
  if (directives.fail !== undefined) return wire.failure(directives.fail);
  if (directives.refuse)
    return order.endpoint === "chat"
      ? wire.chatRefusal(order.model.id, length)
      : wire.imagesRefusal();
  if (directives.ask)
    return order.endpoint === "chat"
      ? wire.chatQuestion(order.model.id, length)
      : wire.imagesQuestion();
  return undefined;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    length += bytes.length;
    if (length > LARGEST_BODY)
      throw new wire.Refusal({
        status: 413,
        body: "<html><head><title>413 Request Entity Too Large</title></head><body></body></html>",
      });
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

export function send(response: ServerResponse, answer: wire.Answer): void {
  if (response.destroyed) return;
  const html = typeof answer.body === "string";
  const bytes = Buffer.from(
    typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body),
  );
  response.writeHead(answer.status, {
    "content-type": html ? "text/html; charset=utf-8" : "application/json",
    "content-length": bytes.length,
  });
  response.end(bytes);
}
