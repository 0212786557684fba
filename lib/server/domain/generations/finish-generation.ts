import "server-only";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Failure } from "@/lib/contracts/failures";
import { BlobStoreFull } from "@/lib/server/blobs/store";
import { systemClock } from "@/lib/server/clock";
import { endLeases, isWanted, type Lease } from "@/lib/server/domain/queue/lease";
import { markSucceeded } from "@/lib/server/domain/generations/succeed";
import { type Learned, LeaseLost } from "@/lib/server/domain/generations/transitions";
import { type PaidWith, secretsAround } from "@/lib/server/domain/keys/open";
import { spoolFolder } from "@/lib/server/domain/images/storage";
import { hasRoomToStore, waitForRoom } from "@/lib/server/domain/generations/store-later";
import { keepAnswerPath } from "@/lib/server/domain/upstream/answers/answer-paths";
import { findAskedSize } from "@/lib/server/domain/upstream/models";
import { parseSettings } from "@/lib/server/domain/views/turn";
import type { Generation, Turn } from "@/lib/server/generated/prisma/client";
import { isDiskFull, isPassing } from "@/lib/server/errors";
import { storeAll, withWorkFolder } from "@/lib/server/domain/upstream/answers/store-pictures";
import { findPictures } from "@/lib/server/domain/upstream/answers/find-pictures";
import { settleFailure } from "@/lib/server/domain/generations/settle-failure";
import { upstreamAddress } from "@/lib/server/domain/upstream/connection";
import { errorFields, log } from "@/lib/server/log";
import { makeFailure } from "@/lib/server/upstream/read/failure";
import { removeSpool } from "@/lib/server/upstream/send/spool";

export type GenerationToFinish = PaidWith &
  Pick<Generation, "spoolName" | "isSandbox" | "priceMicroUsd"> & { turn: Turn };

/** The pauses between attempts to read and store an answer, ms. */
const PAUSES_MS = [250, 1_000, 2_000, 4_000];

export type FinishOptions = {
  /**
   * The commit of `received`, which may still be running while the answer is read. Nothing final happens before it,
   * and nothing at all if it resolves to false (another runner has the row).
   */
  recorded?: Promise<boolean>;
  /** Shutdown: leave the row as it is, for the next start. */
  stopping?: AbortSignal;
  /** For tests. */
  pause?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>;
};

/**
 * Turns a spooled answer into stored images, or into a named failure. Sends nothing, so it can run any number of times.
 * The spool is removed only once its images are stored.
 * Errors are retried from the spool. `internal` is for what fails twice in the same way; a lack of machine or database
 * resources never ends a generation: the row stays, and the next sweep resumes it.
 */
export async function finishGeneration(
  lease: Lease,
  generation: GenerationToFinish,
  { recorded = Promise.resolve(true), stopping, pause = pauseFor }: FinishOptions = {},
): Promise<void> {
  let before: string | null = null;
  for (let run = 0; ; run += 1) {
    const learned: Learned = {};
    const settle = async (failure: Failure) => {
      if (await recorded) await settleFailure(lease, failure, learned);
    };
    try {
      return await finishOnce(lease, generation, { recorded, stopping, learned, settle });
    } catch (error) {
      if (error instanceof LeaseLost) return undefined;
      if (stopping?.aborted === true && error === stopping.reason) return releaseLease(lease);
      if (isDiskFull(error)) return (await recorded) ? waitForRoom(lease) : undefined;
      const fault = faultKey(error);
      const facts = { ...errorFields(error), generationId: lease.generationId, run };
      const milliseconds = PAUSES_MS[run];
      if (!isPassing(error) && (fault === before || milliseconds === undefined)) {
        log.error(facts, "an answer could not be turned into pictures");
        return settle(makeFailure("internal"));
      }
      // The answer is fine: it stays spooled, the lease expires, and the sweep resumes from the row.
      if (milliseconds === undefined) throw error;
      log.warn(facts, "an answer could not be turned into pictures yet");
      before = fault;
      await pause(milliseconds, stopping);
    }
  }
}

/** Two errors with the same key are the same fault. */
function faultKey(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message.slice(0, 500)}` : String(error);
}

async function pauseFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch(() => undefined);
}

/** Lets the next start resume without waiting for the lease to expire. */
async function releaseLease({ token }: Lease): Promise<void> {
  await endLeases([token]);
}

type Surroundings = Required<Pick<FinishOptions, "recorded">> &
  Pick<FinishOptions, "stopping"> & {
    /** Filled as the answer is read, for the ledger, also if something fails later. */
    learned: Learned;
    settle: (failure: Failure) => Promise<void>;
  };

async function finishOnce(
  lease: Lease,
  generation: GenerationToFinish,
  { recorded, stopping, learned, settle }: Surroundings,
): Promise<void> {
  const spoolPath = join(spoolFolder(), generation.spoolName ?? "");
  if (!(await hasRoomToStore(spoolPath))) throw new BlobStoreFull("no room for a picture");
  await withWorkFolder(async (folder) => {
    const found = await findPictures(spoolPath, {
      dir: folder,
      prompt: generation.turn.prompt,
      secrets: await secretsAround(generation),
      upstreamBaseUrl: await upstreamAddress(generation.isSandbox),
      signal: stopping,
      isWanted: () => isWanted(lease).catch(() => true),
    });
    const { parsedAt, upstreamId, usage } = found;
    Object.assign(learned, { parsedAt, upstreamId, usage });
    if (found.failure !== null) {
      // Reading an answer again sends nothing, whatever the answer says.
      return settle(found.isLook ? { ...found.failure, resendable: false } : found.failure);
    }
    const { pictures, failure } = await storeAll(found.pictures);
    if (pictures.length === 0) return settle(failure);
    if (!(await recorded)) return undefined;
    const { turn } = generation;
    const settings = parseSettings(turn.settings);
    await markSucceeded(lease, systemClock.now(), {
      pictures,
      prompt: turn.prompt,
      createdById: turn.createdById,
      parentImageId: turn.baseImageId,
      askedSize: findAskedSize(settings),
      collectionId: settings.collectionId ?? null,
      costMicroUsd: generation.isSandbox ? 0 : generation.priceMicroUsd,
      parsedAt,
      upstreamId,
      usage,
      modelWords: found.text?.replaceAll("[picture]", "").trim() || null,
    });
    if (found.pathToKeep !== null) await keepAnswerPath(found.pathToKeep);
    return removeSpool(spoolPath);
  });
}
