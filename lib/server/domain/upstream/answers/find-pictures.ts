import "server-only";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { AnswerPath } from "@/lib/contracts/answers";
import type { Failure, FailureCode } from "@/lib/contracts/failures";
import { systemClock } from "@/lib/server/clock";
import { keptAnswerPaths } from "@/lib/server/domain/upstream/answers/answer-paths";
import { answerFetcher } from "@/lib/server/domain/upstream/answers/picture-fetcher";
import {
  type CollectedPicture,
  type CollectOptions,
  collectPictures,
} from "@/lib/server/upstream/fetch/collect-pictures";
import {
  readAnswer,
  type ReadAnswer,
  type ReadContext,
} from "@/lib/server/upstream/read/read-answer";
import { readHead } from "@/lib/server/upstream/send/spool";

type Context = Required<Pick<ReadContext, "dir" | "prompt" | "secrets">> & {
  /** The upstream that answered: images at its own address may be fetched. */
  upstreamBaseUrl: string;
} & Pick<CollectOptions, "signal" | "isWanted">;

/** How long after an answer its links may not resolve yet, ms. */
const FRESH_MS = 10 * 60_000;

export type Search = {
  parsedAt: Date;
  upstreamId: string | null;
  usage: Record<string, number> | null;
  /** A person asked to read the answer again: whatever the result, nothing is sent. */
  isLook: boolean;
  /** The JSON path of the image, if a person pointed it out and wants it remembered. */
  pathToKeep: AnswerPath | null;
} & (
  | { pictures: CollectedPicture[]; text: string | null; failure: null }
  | { pictures: null; failure: Failure }
);

type Found = { pictures: CollectedPicture[]; text: string | null };
type Tried = Found | { failure: Failure };

/** Failures about the image itself, at a path that is known to hold one. */
const ABOUT_THE_PICTURE: ReadonlySet<string> = new Set([
  "unsafe_url",
  "image_expired",
  "image_fetch_failed",
  "image_too_large",
] satisfies FailureCode[]);

/**
 * Searches a spooled answer for images: at the path that a person pointed out, then at the usual paths, then at the
 * paths pointed out in earlier answers of this upstream.
 */
export async function findPictures(spoolPath: string, context: Context): Promise<Search> {
  const head = await readHead(spoolPath);
  const look = head?.look ?? null;
  const answeredAt = head === null ? 0 : (head.receivedAt ?? head.firstByteAt);
  const waiting = { isFresh: systemClock.now().getTime() - answeredAt < FRESH_MS };
  const usual = await readAnswer(spoolPath, { ...context, head, rescue: look !== null });
  const facts = {
    parsedAt: systemClock.now(),
    upstreamId: usual.upstreamId,
    usage: usual.usage,
    isLook: look !== null,
    pathToKeep: null,
  };
  let failure: Failure | null = null;
  if (look?.path) {
    const tried = await tryPlaces([look.path], "pointed", spoolPath, context, waiting);
    if ("pictures" in tried) {
      return { ...facts, ...tried, failure: null, pathToKeep: look.keep ? look.path : null };
    }
    if (ABOUT_THE_PICTURE.has(tried.failure.code)) ({ failure } = tried);
  }
  const tried = await collect(usual, context, waiting);
  if ("pictures" in tried) return { ...facts, ...tried, failure: null };
  // An answer known to be unbilled contains no image.
  const paths = tried.failure.billed === "no" ? [] : await keptAnswerPaths();
  if (paths.length > 0) {
    const there = await tryPlaces(paths, "kept", spoolPath, context, waiting);
    if ("pictures" in there) return { ...facts, ...there, failure: null };
    if (ABOUT_THE_PICTURE.has(there.failure.code)) failure ??= there.failure;
  }
  return { ...facts, pictures: null, failure: failure ?? tried.failure };
}

/** In a subfolder: files of another pass may still be needed. */
async function tryPlaces(
  paths: readonly AnswerPath[],
  name: string,
  spoolPath: string,
  context: Context,
  waiting: Waiting,
): Promise<Tried> {
  const dir = join(context.dir, name);
  await mkdir(dir, { recursive: true });
  const there = { ...context, dir };
  return collect(await readAnswer(spoolPath, { ...there, paths }), there, waiting);
}

/** Whether to wait for links. Set to false once they were waited for, for the whole answer. */
type Waiting = { isFresh: boolean };

async function collect(
  answer: ReadAnswer,
  { dir, upstreamBaseUrl, signal, isWanted }: Context,
  waiting: Waiting,
): Promise<Tried> {
  if (answer.kind === "failure") return { failure: answer.failure };
  const { pictures, failure } = await collectPictures(answer.pictures, {
    ...{ dir, signal, isWanted },
    isFresh: waiting.isFresh,
    fetcher: answerFetcher(upstreamBaseUrl),
    sentPictures: answer.sentPictures,
  });
  if (failure === null) return { pictures, text: answer.text };
  if (ABOUT_THE_PICTURE.has(failure.code)) waiting.isFresh = false;
  return { failure };
}
