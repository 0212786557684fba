import "server-only";
import type { Failure } from "@/lib/contracts/failures";
import { failureOfBrokenCall } from "./broken-call";
import { classifyError } from "../read/classify";
import { type Connection, SEND_LIMITS } from "./client";
import { NotConnectedError, codeOf, connectForCall } from "./connection";
import { decodedBody } from "./decode-body";
import { exchange, type ExchangeAnswer } from "./exchange";
import { makeFailure } from "../read/failure";
import { firstText, isObject, parseBody } from "../read/json-values";
import { hideSecrets } from "../read/redact";
import { keptRequestIds, retryAfterMs } from "./response-headers";

export type ModelsAnswer = { requestIds: Record<string, string> } & (
  | { kind: "listed"; models: string[] }
  /** The upstream has no model list; many relays do not. */
  | { kind: "none"; status: number }
  | { kind: "failed"; failure: Failure }
);

const TIME_LIMIT_MS = 30_000;
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_MODELS = 1_000;
const MAX_NAME_CHARS = 300;

/** Requests the model list, which is free everywhere and the only free way to check a key. Never rejects. */
export async function listModels(
  connection: Connection,
  signal?: AbortSignal,
): Promise<ModelsAnswer> {
  const base = new URL(connection.baseUrl);
  const limit = AbortSignal.timeout(TIME_LIMIT_MS);
  const either = signal ? AbortSignal.any([signal, limit]) : limit;
  try {
    const socket = await connectForCall(base, {
      connectMs: SEND_LIMITS.connectMs,
      connectRetryMs: SEND_LIMITS.connectRetryMs,
      ca: connection.ca,
      signal: either,
    });
    try {
      const answer = await exchange(socket, {
        method: "GET",
        path: `${base.pathname.replace(/\/+$/, "")}/models`,
        headers: {
          host: base.host,
          authorization: `Bearer ${connection.apiKey}`,
          accept: "application/json",
          "accept-encoding": "gzip",
          "user-agent": "Pentimento",
        },
        signal: either,
      });
      return await readList(answer, connection.apiKey);
    } finally {
      socket.destroy();
    }
  } catch (error) {
    return { kind: "failed", failure: failureOf(error, signal, limit), requestIds: {} };
  }
}

async function readList(answer: ExchangeAnswer, apiKey: string): Promise<ModelsAnswer> {
  const { status, headers } = answer;
  const requestIds = keptRequestIds(headers, apiKey);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of decodedBody(answer.body, headers["content-encoding"])) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BYTES) return { kind: "none", status, requestIds };
  }
  const text = Buffer.concat(chunks).toString("utf8");
  const [value] = parseBody(text).values;
  const models = namesIn(value);
  if (status >= 200 && status < 300 && models !== null) {
    // The list is stored, and the upstream chooses the names, so limit and redact them.
    const names = models.map((name) => hideSecrets(name.slice(0, MAX_NAME_CHARS), [apiKey]));
    return { kind: "listed", models: names, requestIds };
  }
  const error = isObject(value) && value["error"] !== undefined ? value : null;
  // Not a list (a web page for every path), or no such path.
  if ((status < 300 && error === null) || (status !== 401 && status < 429)) {
    return { kind: "none", status, requestIds };
  }
  const facts = {
    status,
    error,
    text,
    headers: requestIds,
    retryAfterMs: retryAfterMs(headers["retry-after"], Date.now()),
    is4K: false,
  };
  return { kind: "failed", failure: classifyError(facts, [apiKey]), requestIds };
}

/** The ids of `{data: [{id}]}`, of `{models: […]}` and of a bare array. */
function namesIn(value: unknown): string[] | null {
  const list = isObject(value) ? (value["data"] ?? value["models"]) : value;
  if (!Array.isArray(list)) return null;
  return list
    .slice(0, MAX_MODELS)
    .map((entry: unknown) =>
      typeof entry === "string" ? entry : isObject(entry) ? firstText(entry, ["id", "name"]) : null,
    )
    .filter((name) => name !== null);
}

function failureOf(error: unknown, signal: AbortSignal | undefined, limit: AbortSignal): Failure {
  if (signal?.aborted) return makeFailure("cancelled", { billed: "no" });
  if (limit.aborted) return makeFailure("upstream_timeout", { billed: "no" });
  if (error instanceof NotConnectedError) {
    return makeFailure("upstream_unreachable", { upstreamCode: codeOf(error.cause) });
  }
  return { ...failureOfBrokenCall(error, null, true), billed: "no" };
}
