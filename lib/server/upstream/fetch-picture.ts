import "server-only";
import { open, rm } from "node:fs/promises";
import { UnsafeUrlError, createAddressPolicy, type AddressPolicyOptions } from "./address-policy";
import { decodedBody } from "./decode-body";
import { exchange, type ExchangeAnswer } from "./exchange";
import { PieceWriter } from "./piece-writer";

export type FetchLimits = {
  connectMs: number;
  /** Longest silence, ms. */
  idleMs: number;
  /** For one try, redirects included, ms. */
  totalMs: number;
  maxRedirects: number;
  /** Pauses before each further try, ms. */
  retryMs: readonly number[];
};

export const FETCH_LIMITS: FetchLimits = {
  connectMs: 10_000,
  idleMs: 15_000,
  totalMs: 60_000,
  maxRedirects: 3,
  retryMs: [500, 2_000],
};

export type PictureFetcherOptions = AddressPolicyOptions & { limits?: Partial<FetchLimits> };

/**
 * - `unsafe_url`: the address, a redirect or what a name resolves to is not allowed; nothing was asked of it
 * - `image_expired`: 403, 404 or 410, or 400 that says so; links of image services are signed and live about a day
 * - `image_too_large`: over `maxBytes`
 * - `image_fetch_failed`: everything else, after all tries
 */
export class PictureFetchError extends Error {
  constructor(
    readonly code: "unsafe_url" | "image_expired" | "image_too_large" | "image_fetch_failed",
    options?: { cause?: unknown; isFinal?: boolean },
  ) {
    super(`The picture could not be fetched: ${code}`, { cause: options?.cause });
    this.name = "PictureFetchError";
    this.isFinal = options?.isFinal ?? true;
  }
  /** Trying again would give the same. */
  readonly isFinal: boolean;
}

export type FetchToFileOptions = { signal?: AbortSignal; maxBytes: number };

export type PictureFetcher = {
  /** Could this address be fetched, as far as can be told without a look-up? */
  isAllowed(url: string): boolean;
  /**
   * Fetches an address into a new file. The bytes are whatever came: the caller checks that they are a picture.
   * A relative address is taken from the upstream's origin. On failure no file is left.
   * @throws PictureFetchError, or the signal's reason
   */
  fetchToFile(url: string, path: string, options: FetchToFileOptions): Promise<{ bytes: number }>;
};

/**
 * The one way in which this server fetches a picture from an address that somebody else chose: an upstream's answer,
 * or a person's reference. Sends no credentials and no cookies; follows at most three redirects, each checked like the first.
 */
export function createPictureFetcher(options: PictureFetcherOptions): PictureFetcher {
  const policy = createAddressPolicy(options);
  const limits = { ...FETCH_LIMITS, ...options.limits };

  const ask = async (first: string, signal: AbortSignal): Promise<ExchangeAnswer> => {
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

  const fetchOnce = async (url: string, path: string, given: FetchToFileOptions) => {
    const patience = new Patience(limits, given.signal);
    try {
      const answer = await ask(url, patience.signal);
      if (answer.status === 400 && (await saysExpired(answer.body))) {
        throw new PictureFetchError("image_expired");
      }
      checkStatus(answer.status);
      if (Number(answer.headers["content-length"]) > given.maxBytes) {
        throw new PictureFetchError("image_too_large");
      }
      return { bytes: await writeBody(answer, path, given.maxBytes, patience) };
    } finally {
      // Ends the connection, too, whatever is left on it.
      patience.end();
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
    async fetchToFile(url, path, given) {
      for (let tries = 0; ; tries += 1) {
        try {
          return await fetchOnce(url, path, given);
        } catch (error) {
          await rm(path, { force: true });
          given.signal?.throwIfAborted();
          const failure = nameError(error);
          const pause = limits.retryMs[tries];
          if (failure.isFinal || pause === undefined) throw failure;
          await new Promise((resolve) => setTimeout(resolve, pause));
        }
      }
    },
  };
}

function checkStatus(status: number): void {
  if (status >= 200 && status < 300) return;
  if (status === 403 || status === 404 || status === 410) {
    throw new PictureFetchError("image_expired");
  }
  const isFinal = status < 500 && status !== 408 && status !== 425 && status !== 429;
  throw new PictureFetchError("image_fetch_failed", { isFinal });
}

const EXPIRY_WORDS_BYTES = 4_096;

/** Some stores of files answer 400 to a signature that has run out, and say so in words (`ExpiredToken`). */
async function saysExpired(body: AsyncIterable<Buffer>): Promise<boolean> {
  let words = "";
  for await (const chunk of body) {
    words += chunk.toString("latin1", 0, EXPIRY_WORDS_BYTES - words.length);
    if (words.length >= EXPIRY_WORDS_BYTES) break;
  }
  return /expired/i.test(words);
}

async function writeBody(
  answer: ExchangeAnswer,
  path: string,
  maxBytes: number,
  patience: Patience,
): Promise<number> {
  const file = await open(path, "w", 0o600);
  const writer = new PieceWriter(file);
  let bytes = 0;
  try {
    for await (const chunk of decodedBody(answer.body, answer.headers["content-encoding"])) {
      patience.bytesArrived();
      bytes += chunk.length;
      if (bytes > maxBytes) throw new PictureFetchError("image_too_large");
      await writer.write(chunk);
    }
    await writer.flush();
    return bytes;
  } finally {
    await file.close();
  }
}

/** The time limits of one try. */
class Patience {
  readonly #controller = new AbortController();
  readonly #idleMs: number;
  readonly #total: NodeJS.Timeout;
  readonly #outer: AbortSignal | undefined;
  readonly #onAbort = () => this.#controller.abort(this.#outer?.reason);
  #idle: NodeJS.Timeout | undefined;

  constructor(limits: FetchLimits, outer: AbortSignal | undefined) {
    this.#idleMs = limits.idleMs;
    this.#total = setTimeout(() => this.#giveUp(), limits.totalMs);
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
    this.#idle = setTimeout(() => this.#giveUp(), this.#idleMs);
  }

  end(): void {
    clearTimeout(this.#idle);
    clearTimeout(this.#total);
    this.#outer?.removeEventListener("abort", this.#onAbort);
    this.#controller.abort(new Error("over"));
  }

  #giveUp(): void {
    this.#controller.abort(new Error("the other side took too long"));
  }
}

function nameError(error: unknown): PictureFetchError {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof PictureFetchError) return at;
    if (at instanceof UnsafeUrlError) return new PictureFetchError("unsafe_url", { cause: at });
  }
  return new PictureFetchError("image_fetch_failed", { cause: error, isFinal: false });
}
