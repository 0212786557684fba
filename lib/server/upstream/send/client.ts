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
  /** Such as `https://api.apiyi.com/v1`; the key goes to this origin alone. */
  baseUrl: string;
  apiKey: string;
  /** Extra certificates to trust (PEM). */
  ca?: string;
};

export type SendLimits = {
  /** One try to connect, ms. */
  connectMs: number;
  /** Pauses between tries to connect, ms; nothing has been sent yet, so these cost nothing. */
  connectRetryMs: readonly number[];
  /** How long to wait for more after the answer is whole but the connection stays open, ms. */
  tailGraceMs: number;
  /** A body that is still flowing at the call's time limit may go on while no pause is longer than this, ms … */
  lateBodyIdleMs: number;
  /** … and for no longer than this beyond the limit, ms. */
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
  /** Where the body goes as it arrives; `<spoolPath>.head.json` beside it holds the rest. */
  spoolPath: string;
  /** Ends the call (shutdown, or the owner's word). The picture may be lost and still billed. */
  signal?: AbortSignal;
  /**
   * Awaited after the connection stands and before the first byte leaves: commit "sent" here.
   * If it rejects, nothing is sent and `sendCall` rejects with its error.
   */
  beforeSend: () => Promise<void>;
  /** The answer's first byte is here (its headers). */
  onFirstByte?: () => void;
  limits?: Partial<SendLimits>;
};

export type Answer =
  | { outcome: "received"; spoolPath: string; head: AnswerHead }
  | {
      outcome: "failed";
      failure: Failure;
      sentAnything: boolean;
      /** Of the answer that had begun; null where none did. */
      head: AnswerHead | null;
    };

export type CallToSend = Pick<
  CompiledCall,
  "endpoint" | "path" | "timeLimitMs" | "size" | "is4K" | "body"
>;

/**
 * Sends one call, once, and spools its answer to disk.
 *
 * Every status counts as received; what it means is for `readAnswer`. Redirects are not followed, so the key cannot travel.
 * Never rejects for what the network or the upstream does; rejects with `beforeSend`'s own error only.
 * Memory: a few hundred kilobytes while bytes flow, whatever the size of the answer.
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
    // Read before connecting: a picture that is lost shows before anything is committed or sent.
    const body = await call.body();
    socket = await connect();
    await allowed(options.beforeSend);
    // The other side may have hung up during the commit. Nothing has been sent, so this costs nothing.
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

/** The caller's own refusal, told apart from what the network does. */
class NotAllowedError extends Error {
  constructor(cause: unknown) {
    super("The call was not allowed to go out", { cause });
    this.name = "NotAllowedError";
  }
}

async function allowed(beforeSend: () => Promise<void>): Promise<void> {
  try {
    await beforeSend();
  } catch (error) {
    throw new NotAllowedError(error);
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

/** Of a compressed body the header tells another length than that of what is spooled. */
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
  // An error's body is small and its status says most: it gets no minutes to finish.
  if (head.status >= 400) clock.limitBody(limits.lateBodyIdleMs);
  const spool = await SpoolWriter.create(spoolPath, key, signal);
  const end = new AnswerEnd();
  let broken: unknown = null;
  try {
    // On a full disk it is written with the end; the answer is not kept waiting for it.
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
    // The answer has come as far as it will: from here on only the disk is waited for.
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
    // Events before the cut may already hold the picture.
    (end.isEventStream && failure.code !== "response_too_large");
  head.complete = failure === null;
  head.cut = failure;
  head.receivedAt = Date.now();
  await untilRoom(() => writeHead(spoolPath, head), signal);
  if (isWorthReading) return { outcome: "received", spoolPath, head };
  // What was cut stays on disk: a whole picture may be in it, for whoever looks again. Only a flood goes.
  if (failure.code === "response_too_large") await rm(spoolPath, { force: true });
  return { outcome: "failed", failure, sentAnything: true, head };
}

/** What went wrong with a body, or null when it simply ended. */
function failureOfCut(broken: unknown, cut: Cut | null): Failure | null {
  return broken === null && cut === null ? null : failureOfBrokenCall(broken, cut, true);
}

function failedBeforeAnswer(error: unknown, wasSent: boolean, cut: Cut | null): Answer {
  if (error instanceof NotAllowedError) throw error.cause;
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
