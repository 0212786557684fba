import "server-only";
import { join } from "node:path";
import type { Failure } from "@/lib/contracts/failures";
import { systemClock } from "@/lib/server/clock";
import type { Lease } from "@/lib/server/domain/generations/lease";
import { type Learned, LeaseLost, markSucceeded } from "@/lib/server/domain/generations/moves";
import { type PaidWith, secretsAround } from "@/lib/server/domain/keys/open";
import { spoolFolder } from "@/lib/server/domain/images/storage";
import { keepAnswerPath } from "@/lib/server/domain/studio/answer-paths";
import { findAskedSize } from "@/lib/server/domain/studio/models";
import { parseSettings } from "@/lib/server/domain/views/turn";
import type { Generation, Turn } from "@/lib/server/generated/prisma/client";
import { isDatabaseAway, isDiskFull } from "@/lib/server/errors";
import { storeAll, withWorkFolder } from "@/lib/server/jobs/answer-pictures";
import { findPictures } from "@/lib/server/jobs/find-pictures";
import { settleFailure } from "@/lib/server/jobs/settle-failure";
import { upstreamAddress } from "@/lib/server/jobs/upstream-connection";
import { errorFields, log } from "@/lib/server/log";
import { makeFailure } from "@/lib/server/upstream/failure";
import { removeSpool } from "@/lib/server/upstream/spool";

export type GenerationToFinish = PaidWith &
  Pick<Generation, "spoolName" | "isSandbox" | "priceMicroUsd"> & { turn: Turn };

/**
 * From a spooled answer to pictures on the wall, or to a failure with its name. Sends nothing, so it may run again
 * as often as it takes. The spool goes only when its pictures are safe.
 * @param recorded the commit of `received`, which may still be under way while the answer is read; nothing final
 *   happens before it, and nothing at all where it says false (another runner has the row)
 */
export async function finishGeneration(
  lease: Lease,
  generation: GenerationToFinish,
  recorded: Promise<boolean> = Promise.resolve(true),
): Promise<void> {
  const learned: Learned = {};
  const settle = async (failure: Failure) => {
    if (await recorded) await settleFailure(lease, failure, learned);
  };
  const spoolPath = join(spoolFolder(), generation.spoolName ?? "");
  try {
    await withWorkFolder(async (folder) => {
      const found = await findPictures(spoolPath, {
        dir: folder,
        prompt: generation.turn.prompt,
        secrets: await secretsAround(generation),
        upstreamBaseUrl: await upstreamAddress(generation.isSandbox),
      });
      const { parsedAt, upstreamId, usage } = found;
      Object.assign(learned, { parsedAt, upstreamId, usage });
      if (found.failure !== null) {
        // Another look sends nothing, whatever the answer says.
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
        makerId: turn.makerId,
        parentImageId: turn.baseImageId,
        askedSize: findAskedSize(settings),
        costMicroUsd: generation.isSandbox ? 0 : generation.priceMicroUsd,
        parsedAt,
        upstreamId,
        usage,
        modelWords: found.text?.replaceAll("[picture]", "").trim() || null,
      });
      if (found.pathToKeep !== null) await keepAnswerPath(found.pathToKeep);
      return removeSpool(spoolPath);
    });
  } catch (error) {
    if (error instanceof LeaseLost) return;
    // Nothing is wrong with the answer: it stays spooled, the lease runs out, and whoever finds the row goes on from it.
    if (isDatabaseAway(error)) throw error;
    log.error(
      { ...errorFields(error), generationId: lease.generationId },
      "an answer could not be turned into pictures",
    );
    const code = isDiskFull(error) ? "storage_full" : "internal";
    await settle(makeFailure(code));
  }
}
