import "server-only";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Failure, FailureCode } from "@/lib/contracts/failures";
import { PictureFetchError, type Verdict } from "./retry-fetch";
import type { FetchToFileOptions, PictureFetcher } from "./fetch-picture";
import { makeFailure } from "../read/failure";
import { PICTURE_MAX_BYTES, checkPictureFile, type PictureMedia } from "../read/picture-file";
import type { PictureSource } from "../read/decode-source";
import type { FoundPicture } from "../read/read-answer";

export type CollectedPicture = {
  path: string;
  /** Detected from the bytes. */
  media: PictureMedia;
  byteLength: number;
  width: number;
  height: number;
  sourceKind: "data" | "url";
};

/** Problems that did not prevent a result; shown in its details. */
export type CollectWarning =
  | "unsafe_url_dropped"
  | "extra_images_dropped"
  | "bad_image_dropped"
  | "echo_dropped";

export type Collected = {
  /** In the answer's order, without duplicates. */
  pictures: CollectedPicture[];
  /** Set exactly when `pictures` is empty. */
  failure: Failure | null;
  warnings: CollectWarning[];
};

export type CollectLimits = {
  /** Distinct addresses fetched per answer. */
  maxFetched: number;
  maxBytes: number;
};

export const COLLECT_LIMITS: CollectLimits = { maxFetched: 4, maxBytes: PICTURE_MAX_BYTES };

export type CollectOptions = Pick<FetchToFileOptions, "signal" | "isFresh" | "isWanted"> & {
  /** Folder for fetched files; the caller moves or removes them. */
  dir: string;
  fetcher: PictureFetcher;
  /** SHA-256 of the images sent with the call. One of them in the answer is an echo. */
  sentPictures?: readonly string[];
  limits?: Partial<CollectLimits>;
};

type Outcome =
  | { picture: CollectedPicture }
  | { code: FailureCode; isNoPicture: boolean; isWebPage?: boolean };

/**
 * Turns found images into checked files: fetches addresses, checks bytes and limits, drops duplicates and echoes. One
 * failing image does not cost the others. Never repeats the generation call.
 */
export async function collectPictures(
  found: readonly FoundPicture[],
  options: CollectOptions,
): Promise<Collected> {
  const collector = new Collector(options);
  return collector.collect(found);
}

class Collector {
  readonly #limits: CollectLimits;
  readonly #warnings = new Set<CollectWarning>();
  readonly #fetches = new Map<string, Promise<Outcome>>();

  constructor(readonly options: CollectOptions) {
    this.#limits = { ...COLLECT_LIMITS, ...options.limits };
  }

  async collect(found: readonly FoundPicture[]): Promise<Collected> {
    // In parallel: there are only a few.
    const outcomes = await Promise.all(found.map((one) => this.#firstUsable(one)));
    const usable: CollectedPicture[] = [];
    let failure: Failure | null = null;
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome === null) continue;
      if ("code" in outcome) {
        failure ??= failureOf(outcome, found[index]);
        this.#warnings.add(
          outcome.code === "unsafe_url" ? "unsafe_url_dropped" : "bad_image_dropped",
        );
        continue;
      }
      usable.push(outcome.picture);
    }
    const pictures = await this.#dropDuplicatesAndEchoes(usable);
    if (pictures.length > 0) return { pictures, failure: null, warnings: [...this.#warnings] };
    failure ??= makeFailure(this.#warnings.has("echo_dropped") ? "no_image" : "empty_response");
    return { pictures, failure, warnings: [] };
  }

  async #dropDuplicatesAndEchoes(usable: CollectedPicture[]): Promise<CollectedPicture[]> {
    const sent = new Set(this.options.sentPictures);
    // Skip hashing when there can be neither a duplicate nor an echo.
    if (usable.length < 2 && sent.size === 0) return usable;
    const seen = new Set<string>();
    const pictures: CollectedPicture[] = [];
    for (const picture of usable) {
      const sha256 = await hashFile(picture.path);
      if (seen.has(sha256)) continue;
      seen.add(sha256);
      if (sent.has(sha256)) this.#warnings.add("echo_dropped");
      else pictures.push(picture);
    }
    return pictures;
  }

  /** The first source that yields an image, else the first problem; null if only the fetch limit was in the way. */
  async #firstUsable({ sources, orElse }: FoundPicture): Promise<Outcome | null> {
    let problem: Outcome | null = null;
    for (const source of sources) {
      const outcome = await this.#resolve(source, orElse !== null);
      if (outcome && "picture" in outcome) return outcome;
      problem ??= outcome;
    }
    return problem;
  }

  async #resolve(source: PictureSource, isGuess: boolean): Promise<Outcome | null> {
    if (source.kind === "unusable") return { code: source.code, isNoPicture: true };
    if (source.kind === "file") return check(source.path, "data", source.declared);
    const known = this.#fetches.get(source.url);
    if (known) return known;
    const fetcher = this.options.fetcher;
    if (!fetcher.isAllowed(source.url)) return { code: "unsafe_url", isNoPicture: false };
    if (this.#fetches.size >= this.#limits.maxFetched) {
      this.#warnings.add("extra_images_dropped");
      return null;
    }
    const path = join(this.options.dir, `fetched-${this.#fetches.size + 1}`);
    const outcome = this.#fetch(source.url, path, isGuess);
    this.#fetches.set(source.url, outcome);
    return outcome;
  }

  /** @param isGuess the text may merely mention this address, so an HTML page is not retried */
  async #fetch(url: string, path: string, isGuess: boolean): Promise<Outcome> {
    const { fetcher, signal, isFresh, isWanted } = this.options;
    const { maxBytes } = this.#limits;
    let checked: Outcome | null = null;
    const judge = async (): Promise<Verdict> => {
      checked = await check(path, "url", null);
      if ("picture" in checked) return "keep";
      const isPage = isGuess && checked.isWebPage === true;
      return checked.code === "image_too_large" || isPage ? "refuse" : "again";
    };
    try {
      await fetcher.fetchToFile(url, path, { signal, isFresh, isWanted, maxBytes, judge });
    } catch (error) {
      if (!(error instanceof PictureFetchError)) throw error;
      // The last attempt's problem is the most specific.
      if (error.code === "no_picture")
        return checked ?? { code: "invalid_image", isNoPicture: true };
      return { code: error.code, isNoPicture: false };
    }
    return checked ?? check(path, "url", null);
  }
}

async function check(
  path: string,
  sourceKind: "data" | "url",
  declared: string | null,
): Promise<Outcome> {
  // Inline data is decoded when it is stored. A fetched file is decoded now, to decide on a retry.
  const checked = await checkPictureFile(path, { mustDecode: sourceKind === "url" });
  if (!checked.ok) {
    await rm(path, { force: true });
    const code = problemCode(checked, sourceKind, declared);
    return { code, isNoPicture: true, isWebPage: checked.isWebPage };
  }
  const { media, byteLength, width, height } = checked;
  return { picture: { path, media, byteLength, width, height, sourceKind } };
}

function problemCode(
  checked: { problem: FailureCode; isWebPage: boolean },
  sourceKind: "data" | "url",
  declared: string | null,
): FailureCode {
  // An HTML error page with status 200 is not an unsupported media type.
  if (checked.isWebPage && sourceKind === "url") return "invalid_image";
  const isOtherKind = declared !== null && /^(text|video|audio)\/|svg|html|pdf/.test(declared);
  return isOtherKind && checked.problem === "invalid_image" ? "unsupported_media" : checked.problem;
}

function failureOf(
  outcome: { code: FailureCode; isNoPicture: boolean },
  found: FoundPicture | undefined,
): Failure {
  if (found?.orElse && (outcome.isNoPicture || outcome.code !== "unsafe_url")) return found.orElse;
  return makeFailure(outcome.code);
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    hash.update(chunk as Buffer);
  }
  return hash.digest("hex");
}
