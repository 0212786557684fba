import "server-only";
import { open, rm } from "node:fs/promises";
import { UnsafeUrlError, createAddressPolicy, type AddressPolicyOptions } from "./address-policy";
import { decodedBody } from "../send/decode-body";
import { exchange, type ExchangeAnswer } from "../send/exchange";
import {
  FETCH_PATIENCE,
  PictureFetchError,
  fetchWithRetries,
  type FetchPatience,
  type Verdict,
} from "./retry-fetch";
import { ChunkWriter } from "../send/chunk-writer";
import { retryAfterMs } from "../send/response-headers";

export type FetchLimits = {
  connectMs: number;
  /** Longest time without data, ms. */
  idleMs: number;
  /** For one attempt, including redirects, ms. */
  totalMs: number;
  maxRedirects: number;
};

export const FETCH_LIMITS: FetchLimits = {
  connectMs: 10_000,
  idleMs: 15_000,
  totalMs: 60_000,
  maxRedirects: 3,
};

export type PictureFetcherOptions = AddressPolicyOptions & {
  limits?: Partial<FetchLimits>;
  patience?: Partial<FetchPatience>;
};

export type FetchToFileOptions = {
  signal?: AbortSignal;
  maxBytes: number;
  /**
   * The address comes from a new answer, so the image may not exist yet: retry every failure for about 15 s. For
   * older addresses, only transient failures are retried.
   */
  isFresh?: boolean;
  /** Called before each pause. False ends the retries. */
  isWanted?: () => Promise<boolean>;
  /**
   * Judges the file. Without it, every complete body is kept.
   * @param isCut the connection ended before the announced length; the bytes may still be complete
   */
  judge?: (path: string, isCut: boolean) => Promise<Verdict>;
};

export type PictureFetcher = {
  /** Does the address pass the checks that need no DNS lookup? */
  isAllowed(url: string): boolean;
  /**
   * Fetches an address into a new file, with retries. The file holds the bytes as received and kept by `judge`. A
   * relative address is resolved against the upstream's origin. On failure no file is left.
   * @throws PictureFetchError, the signal's reason, what `judge` throws, or the disk's error
   */
  fetchToFile(url: string, path: string, options: FetchToFileOptions): Promise<{ bytes: number }>;
};

/**
 * The only way this server fetches an image from an untrusted address: from an upstream's answer, or a user's
 * reference. Sends no credentials or cookies. Follows at most three redirects, each checked like the first.
 */
export function createPictureFetcher(options: PictureFetcherOptions): PictureFetcher {
  const policy = createAddressPolicy(options);
  const limits = { ...FETCH_LIMITS, ...options.limits };

  const request = async (first: string, signal: AbortSignal): Promise<ExchangeAnswer> => {
    let url = policy.check(first);
    for (let redirects = 0; ; redirects += 1) {
      const socket = await policy.connect(url, limits.connectMs, signal);
      const answer = await exchange(socket, {
        method: "GET",
        path: url.pathname + url.search,
        headers: {
          host: url.host,
          accept: "image/png,image/jpeg,image/webp,image/gif,*/*;q=0.1",
          "accept-encoding": "identity",
          "user-agent": "Pentimento",
        },
        signal,
      });
      const { location } = answer.headers;
      if (answer.status < 300 || answer.status >= 400 || !location) return answer;
      await answer.body.return(undefined);
      if (redirects >= limits.maxRedirects) throw new PictureFetchError("image_fetch_failed");
      url = policy.check(location, url);
    }
  };

  const fetchOnce = async (url: string, path: string, fetchOptions: FetchToFileOptions) => {
    const deadline = new FetchDeadline(limits, fetchOptions.signal);
    try {
      const answer = await request(url, deadline.signal);
      if (answer.status === 400 && (await mentionsExpiry(answer.body))) {
        throw new PictureFetchError("image_expired");
      }
      checkStatus(answer);
      if (Number(answer.headers["content-length"]) > fetchOptions.maxBytes) {
        throw new PictureFetchError("image_too_large");
      }
      const { bytes, broken } = await writeBody(answer, path, fetchOptions.maxBytes, deadline);
      fetchOptions.signal?.throwIfAborted();
      const { judge } = fetchOptions;
      const verdict = judge ? await markLocal(() => judge(path, broken !== null)) : "keep";
      if (verdict === "keep" && (broken === null || judge)) return { bytes };
      if (broken !== null) throw broken;
      throw refusedBody(answer, verdict);
    } finally {
      // Also closes the connection.
      deadline.end();
    }
  };

  return {
    isAllowed(url) {
      try {
        policy.check(url);
        return true;
      } catch {
        return false;
      }
    },
    fetchToFile(url, path, fetchOptions) {
      return fetchWithRetries(
        async () => {
          try {
            return await fetchOnce(url, path, fetchOptions);
          } catch (error) {
            await rm(path, { force: true });
            fetchOptions.signal?.throwIfAborted();
            throw error instanceof LocalError ? error.cause : toFetchError(error);
          }
        },
        { ...fetchOptions, patience: { ...FETCH_PATIENCE, ...options.patience } },
      );
    },
  };
}

function checkStatus({ status, headers }: ExchangeAnswer): void {
  if (status >= 200 && status < 300) return;
  const pauseMs = retryAfterMs(headers["retry-after"], Date.now()) ?? undefined;
  if (status === 403 || status === 404 || status === 410) {
    throw new PictureFetchError("image_expired", { pauseMs });
  }
  const isPassing = status >= 500 || status === 408 || status === 425 || status === 429;
  throw new PictureFetchError("image_fetch_failed", { isPassing, pauseMs });
}

/** The error for a complete body that is not an image. Status 202 means that the image is still to come. */
function refusedBody({ status, headers }: ExchangeAnswer, verdict: Verdict): PictureFetchError {
  if (verdict === "refuse") return new PictureFetchError("no_picture", { isLast: true });
  const pauseMs = retryAfterMs(headers["retry-after"], Date.now()) ?? undefined;
  return status === 202
    ? new PictureFetchError("image_fetch_failed", { isPassing: true, pauseMs })
    : new PictureFetchError("no_picture", { pauseMs });
}

const EXPIRY_WORDS_BYTES = 4_096;

/** Some object stores answer an expired signature with 400 and an `ExpiredToken` message. */
async function mentionsExpiry(body: AsyncIterable<Buffer>): Promise<boolean> {
  let words = "";
  for await (const chunk of body) {
    words += chunk.toString("latin1", 0, EXPIRY_WORDS_BYTES - words.length);
    if (words.length >= EXPIRY_WORDS_BYTES) break;
  }
  return /expired/i.test(words);
}

/** Writes the body to a file. If the connection breaks, the bytes so far are kept and `broken` holds the error. */
async function writeBody(
  answer: ExchangeAnswer,
  path: string,
  maxBytes: number,
  deadline: FetchDeadline,
): Promise<{ bytes: number; broken: Error | null }> {
  const file = await open(path, "w", 0o600);
  const writer = new ChunkWriter(file);
  const chunks = decodedBody(answer.body, answer.headers["content-encoding"]);
  let bytes = 0;
  try {
    for (;;) {
      const next = await nextChunk(chunks);
      if (next.chunk === null) {
        await markLocal(() => writer.flush());
        return { bytes, broken: next.broken };
      }
      const { chunk } = next;
      deadline.bytesArrived();
      bytes += chunk.length;
      if (bytes > maxBytes) throw new PictureFetchError("image_too_large");
      await markLocal(() => writer.write(chunk));
    }
  } finally {
    await file.close();
    await chunks.return(undefined);
  }
}

type Next = { chunk: Buffer } | { chunk: null; broken: Error | null };

async function nextChunk(chunks: AsyncGenerator<Buffer>): Promise<Next> {
  try {
    const next = await chunks.next();
    return next.done === true ? { chunk: null, broken: null } : { chunk: next.value };
  } catch (error) {
    const broken = error instanceof Error ? error : new Error("broken off", { cause: error });
    return { chunk: null, broken };
  }
}

/** A local failure (a full disk). Retrying the address does not help. */
class LocalError extends Error {
  override readonly name = "LocalError";
}

async function markLocal<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new LocalError("a fetched file could not be handled", { cause: error });
  }
}

/** The time limits of one attempt. */
class FetchDeadline {
  readonly #controller = new AbortController();
  readonly #idleMs: number;
  readonly #total: NodeJS.Timeout;
  readonly #outer: AbortSignal | undefined;
  readonly #onAbort = () => this.#controller.abort(this.#outer?.reason);
  #idle: NodeJS.Timeout | undefined;

  constructor(limits: FetchLimits, outer: AbortSignal | undefined) {
    this.#idleMs = limits.idleMs;
    this.#total = setTimeout(() => this.#timeOut(), limits.totalMs);
    this.#outer = outer;
    if (outer?.aborted) this.#onAbort();
    else outer?.addEventListener("abort", this.#onAbort, { once: true });
    this.bytesArrived();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  bytesArrived(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#timeOut(), this.#idleMs);
  }

  end(): void {
    clearTimeout(this.#idle);
    clearTimeout(this.#total);
    this.#outer?.removeEventListener("abort", this.#onAbort);
    this.#controller.abort(new Error("over"));
  }

  #timeOut(): void {
    this.#controller.abort(new Error("the other side took too long"));
  }
}

function toFetchError(error: unknown): PictureFetchError {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof PictureFetchError) return at;
    if (at instanceof UnsafeUrlError) {
      return new PictureFetchError("unsafe_url", { cause: at, isLast: true });
    }
  }
  return new PictureFetchError("image_fetch_failed", { cause: error, isPassing: true });
}
