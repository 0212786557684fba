import "server-only";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Failure, FailureCode } from "@/lib/contracts/failures";
import { BlobStoreFull } from "@/lib/server/blobs/store";
import { systemClock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import type { Lease } from "@/lib/server/domain/generations/lease";
import { type Learned, LeaseLost, markSucceeded } from "@/lib/server/domain/generations/moves";
import { storePicture, type StoredPicture } from "@/lib/server/domain/images/ingest";
import { incomingFolder, spoolFolder } from "@/lib/server/domain/images/storage";
import { findAskedSize } from "@/lib/server/domain/studio/models";
import { parseSettings } from "@/lib/server/domain/views/turn";
import { ImagingError, type ImagingReason } from "@/lib/server/imaging/errors";
import { answerFetcher } from "@/lib/server/jobs/picture-fetcher";
import { settleFailure } from "@/lib/server/jobs/settle-failure";
import { upstreamConnection } from "@/lib/server/jobs/upstream-connection";
import { errorFields, log } from "@/lib/server/log";
import { type CollectedPicture, collectPictures } from "@/lib/server/upstream/collect";
import { makeFailure } from "@/lib/server/upstream/failure";
import { readAnswer } from "@/lib/server/upstream/read";
import { removeSpool } from "@/lib/server/upstream/spool";

/**
 * From a spooled answer to pictures on the wall, or to a failure with its name. Sends nothing, so it may run again
 * as often as it takes. The spool goes only when its pictures are safe.
 * @param recorded the commit of `received`, which may still be under way while the answer is read; nothing final
 *   happens before it, and nothing at all where it says false (another runner has the row)
 */
export async function finishGeneration(
  lease: Lease,
  recorded: Promise<boolean> = Promise.resolve(true),
): Promise<void> {
  const learned: Learned = {};
  const settle = async (failure: Failure) => {
    if (await recorded) await settleFailure(lease, failure, learned);
  };
  const generation = await db.generation.findUniqueOrThrow({
    where: { id: lease.generationId },
    include: { turn: true },
  });
  const spoolPath = join(spoolFolder(), generation.spoolName ?? "");
  try {
    await withWorkFolder(async (folder) => {
      const answer = await readAnswer(spoolPath, {
        dir: folder,
        prompt: generation.turn.prompt,
        secrets: [(await upstreamConnection()).apiKey],
      });
      const parsedAt = systemClock.now();
      Object.assign(learned, { parsedAt, upstreamId: answer.upstreamId, usage: answer.usage });
      if (answer.kind === "failure") return settle(answer.failure);
      const collected = await collectPictures(answer.pictures, {
        dir: folder,
        fetcher: await answerFetcher(),
        sentPictures: answer.sentPictures,
      });
      if (collected.failure !== null) return settle(collected.failure);
      const { pictures, failure } = await storeAll(collected.pictures);
      if (pictures.length === 0) return settle(failure);
      if (!(await recorded)) return undefined;
      const { turn } = generation;
      const settings = parseSettings(turn.settings);
      await markSucceeded(lease, systemClock.now(), {
        pictures,
        prompt: turn.prompt,
        makerId: turn.makerId,
        threadId: turn.threadId,
        parentImageId: turn.baseImageId,
        askedSize: findAskedSize(settings),
        costMicroUsd: generation.isSandbox ? 0 : generation.priceMicroUsd,
        parsedAt,
        upstreamId: answer.upstreamId,
        usage: answer.usage,
        modelWords: answer.text?.replaceAll("[picture]", "").trim() || null,
      });
      return removeSpool(spoolPath);
    });
  } catch (error) {
    if (error instanceof LeaseLost) return;
    log.error(
      { ...errorFields(error), generationId: lease.generationId },
      "an answer could not be turned into pictures",
    );
    const code = error instanceof BlobStoreFull ? "storage_full" : "internal";
    await settle(makeFailure(code));
  }
}

const FAILURE_OF: Record<ImagingReason, FailureCode> = {
  unsupported: "unsupported_media",
  corrupt: "invalid_image",
  too_large_pixels: "image_too_large",
};

type Stored = { pictures: StoredPicture[]; failure: Failure };

/** One damaged picture among several does not cost the others; with none left, its fault is the generation's. */
async function storeAll(collected: readonly CollectedPicture[]): Promise<Stored> {
  const pictures: StoredPicture[] = [];
  let failure = makeFailure("no_image");
  for (const { path } of collected) {
    try {
      pictures.push(await storePicture(path, { isPaid: true }));
    } catch (error) {
      if (!(error instanceof ImagingError)) throw error;
      failure = makeFailure(FAILURE_OF[error.reason]);
    }
  }
  return { pictures, failure };
}

/** A folder for one answer's pictures, on the blobs' file system, gone afterwards. */
async function withWorkFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(incomingFolder(), { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(incomingFolder(), "answer-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
