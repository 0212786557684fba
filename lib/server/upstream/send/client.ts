import "server-only";
import { rm } from "node:fs/promises";
import type { Socket } from "node:net";
import type { Failure } from "@/lib/contracts/failures";
import { AnswerEnd } from "./answer-end";
import { PictureLostError } from "./bodies";
import { CallClock, type Cut } from "./call-deadline";
import type { CompiledCall } from "./compile";
import { NotConnectedError, codeOf, connectForCall } from "./connection";
import { decodedBody } from "./decode-body";
import { exchange, type ExchangeAnswer } from "./exchange";
import { makeFailure } from "../read/failure";
import { isNoRoom, untilRoom } from "./patient-file";
import { keptRequestIds, retryAfterMs } from "./response-headers";
import { SpoolWriter, writeHead, type AnswerHead } from "./spool";
import { failureOfBrokenCall } from "./broken-call";

export type Connection = {
  /** Such as `https://api.apiyi.com/v1`. The key is sent to this origin only. */
  baseUrl: string;
  apiKey: string;
  /** Extra certificates to trust (PEM). */
  ca?: string;
};

export type SendLimits = {
  /** One attempt to connect, ms. */
  connectMs: number;
  /** Pauses between attempts to connect, ms. Nothing has been sent yet, so these are free. */
  connectRetryMs: readonly number[];
  /** How long to keep an open connection after the answer is complete, ms. */
  tailGraceMs: number;
  /** A body still arriving at the time limit may continue while no pause is longer than this, ms … */
  lateBodyIdleMs: number;
  /** … and for at most this long beyond the limit, ms. */
  lateBodyMs: number;
  /** After decompression, bytes. */
  maxBodyBytes: number;
};

export const SEND_LIMITS: SendLimits = {
  connectMs: 15_000,
  connectRetryMs: [300, 1_500],
  tailGraceMs: 1_000,
  lateBodyIdleMs: 15_000,
  lateBodyMs: 120_000,
  maxBodyBytes: 64 * 1024 * 1024,
};

export type SendOptions = {
  /** File for the body as it arrives; `<spoolPath>.head.json` beside it holds the rest. */
  spoolPath: string;
  /** Ends the call (shutdown, or cancelled by the owner). The image may be lost and still billed. */
  signal?: AbortSignal;
  /**
   * Awaited after connecting and before the first byte is sent: commit "sent" here. If it rejects, nothing is sent
   * and `sendCall` rejects with its error.
   */
  beforeSend: () => Promise<void>;
  /** Called when the answer's headers arrive. */
  onFirstByte?: () => void;
  limits?: Partial<SendLimits>;
};

export type Answer =
  | { outcome: "received"; spoolPath: string; head: AnswerHead }
  | {
      outcome: "failed";
      failure: Failure;
      sentAnything: boolean;
      /** The head of a partial answer; null if none began. */
      head: AnswerHead | null;
    };

export type CallToSend = Pick<
  CompiledCall,
  "endpoint" | "path" | "timeLimitMs" | "size" | "is4K" | "body"
>;

/**
 * Sends one call, once, and spools its answer to disk.
 *
 * Any status counts as received; `readAnswer` interprets it. Redirects are not followed, so the key cannot reach
 * another host. Network and upstream errors are returned as failures. Memory: a few hundred kilobytes, whatever the
 * size of the answer.
 * @throws only what `beforeSend` throws
 */
export async function sendCall(
  call: CallToSend,
  connection: Connection,
  options: SendOptions,
): Promise<Answer> {
  const limits = { ...SEND_LIMITS, ...options.limits };
  const base = new URL(connection.baseUrl);
  const clock = new CallClock(call.timeLimitMs, limits, options.signal);
  const connect = () =>
    connectForCall(base, { ...limits, ca: connection.ca, signal: clock.signal });
  let socket: Socket | null = null;
  let sentAt: number | null = null;
  try {
    // Read the images before connecting, so that a lost one fails before anything is committed or sent.
    const body = await call.body();
    socket = await connect();
    await runBeforeSend(options.beforeSend);
    // The upstream may have closed the connection during the commit. Nothing has been sent, so reconnecting is free.
    if (socket.destroyed) socket = await connect();
    sentAt = Date.now();
    clock.start();
    const response = await exchange(socket, {
      method: "POST",
      path: base.pathname.replace(/\/+$/, "") + call.path,
      headers: {
        host: base.host,
        ...body.headers,
        authorization: `Bearer ${connection.apiKey}`,
        accept: "application/json",
        "accept-encoding": "gzip",
        "user-agent": "Pentimento",
      },
      body: body.chunks(),
      signal: clock.signal,
    });
    options.onFirstByte?.();
    const head = headOf(response, sentAt, call, body.sentPictures, connection.apiKey);
    return await receive(response, head, { ...options, limits, clock, key: connection.apiKey });
  } catch (error) {
    return failedBeforeAnswer(error, sentAt !== null, clock.cut);
  } finally {
    clock.stop();
    socket?.destroy();
  }
}

/** Marks an error of `beforeSend`, to keep it apart from network errors. */
class BeforeSendError extends Error {
  constructor(cause: unknown) {
    super("beforeSend refused the call", { cause });
    this.name = "BeforeSendError";
  }
}

async function runBeforeSend(beforeSend: () => Promise<void>): Promise<void> {
  try {
    await beforeSend();
  } catch (error) {
    throw new BeforeSendError(error);
  }
}

function headOf(
  { status, headers }: ExchangeAnswer,
  sentAt: number,
  { endpoint, size, is4K }: CallToSend,
  sentPictures: string[],
  apiKey: string,
): AnswerHead {
  const firstByteAt = Date.now();
  return {
    status,
    contentType: headers["content-type"] ?? null,
    requestIds: keptRequestIds(headers, apiKey),
    retryAfterMs: retryAfterMs(headers["retry-after"], firstByteAt),
    sentAt,
    firstByteAt,
    receivedAt: null,
    bytes: 0,
    expectedBytes: announcedBytes(headers),
    complete: false,
    cut: null,
    sentPictures,
    asked: { endpoint, size, is4K },
  };
}

/** With compression, `content-length` is not the length of the spooled body. */
function announcedBytes(headers: ExchangeAnswer["headers"]): number | null {
  const length = Number(headers["content-length"] ?? Number.NaN);
  return Number.isInteger(length) && headers["content-encoding"] === undefined ? length : null;
}

type Receiving = SendOptions & { limits: SendLimits; clock: CallClock; key: string };

async function receive(
  response: ExchangeAnswer,
  head: AnswerHead,
  { spoolPath, limits, clock, key, signal }: Receiving,
): Promise<Answer> {
  // An error body is small and its status says most, so it gets a short limit.
  if (head.status >= 400) clock.limitBody(limits.lateBodyIdleMs);
  const spool = await SpoolWriter.create(spoolPath, key, signal);
  const end = new AnswerEnd();
  let broken: unknown = null;
  try {
    // On a full disk the head is written at the end instead; receiving must not wait.
    await writeHead(spoolPath, head).catch((error: unknown) => {
      if (!isNoRoom(error)) throw error;
    });
    const encoding = response.headers["content-encoding"];
    for await (const chunk of decodedBody(response.body, encoding)) {
      head.bytes += chunk.length;
      if (head.bytes > limits.maxBodyBytes) {
        clock.abort("too_large");
        break;
      }
      end.push(chunk);
      await spool.write(chunk);
      clock.bytesArrived(end.isFinal);
    }
  } catch (error) {
    broken = error;
  } finally {
    // The answer has ended: from here on only the disk can delay.
    clock.stop();
    await spool.close(signal).catch((error: unknown) => (broken ??= error));
  }
  const failure = clock.cut === "whole" || end.isWhole ? null : failureOfCut(broken, clock.cut);
  if (isNoRoom(broken)) {
    return { outcome: "failed", failure: makeFailure("storage_full"), sentAnything: true, head };
  }
  const isWorthReading =
    failure === null ||
    head.status >= 300 ||
    // Events before the cut may already hold the image.
    (end.isEventStream && failure.code !== "response_too_large");
  head.complete = failure === null;
  head.cut = failure;
  head.receivedAt = Date.now();
  await untilRoom(() => writeHead(spoolPath, head), signal);
  if (isWorthReading) return { outcome: "received", spoolPath, head };
  // A partial body stays on disk, because it may hold a complete image. Only an oversized one is removed.
  if (failure.code === "response_too_large") await rm(spoolPath, { force: true });
  return { outcome: "failed", failure, sentAnything: true, head };
}

/** Why a body is incomplete, or null if it ended normally. */
function failureOfCut(broken: unknown, cut: Cut | null): Failure | null {
  return broken === null && cut === null ? null : failureOfBrokenCall(broken, cut, true);
}

function failedBeforeAnswer(error: unknown, wasSent: boolean, cut: Cut | null): Answer {
  if (error instanceof BeforeSendError) throw error.cause;
  if (error instanceof PictureLostError) {
    const failure = makeFailure("picture_lost");
    return { outcome: "failed", failure, sentAnything: false, head: null };
  }
  if (error instanceof NotConnectedError && cut === null) {
    const failure = makeFailure("upstream_unreachable", { upstreamCode: codeOf(error.cause) });
    return { outcome: "failed", failure, sentAnything: false, head: null };
  }
  return {
    outcome: "failed",
    failure: failureOfBrokenCall(error, cut, wasSent),
    sentAnything: wasSent,
    head: null,
  };
}
