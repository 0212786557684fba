import "server-only";
import { inTransaction, type Tx } from "@/lib/server/db";
import { announceSuccess } from "@/lib/server/domain/announcements/announce";
import {
  type Change,
  changeRow,
  LeaseLost,
  logTransition,
  transition,
} from "@/lib/server/domain/generations/transitions";
import { audienceOf } from "@/lib/server/domain/images/audience";
import { saveBlob, type StoredPicture } from "@/lib/server/domain/images/ingest";
import type { Lease } from "@/lib/server/domain/queue/lease";
import { lockThread } from "@/lib/server/domain/threads/touch";
import type { ImageRow } from "@/lib/server/domain/views/image";
import { type Generation, Prisma } from "@/lib/server/generated/prisma/client";
import { shortenPrompt } from "@/lib/utils/shorten-prompt";
import { withoutPreamble } from "@/lib/utils/without-preamble";

const NAME_CHARS = 80;

export type Outcome = {
  pictures: readonly StoredPicture[];
  prompt: string;
  createdById: string;
  parentImageId: string | null;
  askedSize: string | null;
  costMicroUsd: number;
  parsedAt: Date;
  upstreamId: string | null;
  usage: Prisma.InputJsonValue | null;
  modelWords: string | null;
};

/**
 * Ends a generation with images: images, ledger, cover and state in one transaction. A cancelled one gets its images
 * too and stays cancelled: they are offered.
 * @throws LeaseLost if another runner has the row
 */
export async function markSucceeded(lease: Lease, now: Date, outcome: Outcome): Promise<void> {
  const facts: Change = {
    finishedAt: now,
    parsedAt: outcome.parsedAt,
    billed: outcome.costMicroUsd > 0 ? "yes" : "no",
    costMicroUsd: outcome.costMicroUsd,
    upstreamId: outcome.upstreamId,
    usage: outcome.usage ?? Prisma.DbNull,
    modelWords: outcome.modelWords,
    failureCode: null,
    leaseToken: null,
    leaseUntil: null,
  };
  const hasSucceeded =
    (await succeed(lease, now, facts, outcome)) ||
    (await transition(lease, ["cancelled"], facts, (tx, row) => createImages(tx, row, outcome)));
  if (!hasSucceeded) throw new LeaseLost();
}

/** A user waits for this transaction, so it publishes what its statements return instead of reading again. */
async function succeed(lease: Lease, now: Date, facts: Change, outcome: Outcome): Promise<boolean> {
  const succeeded: Change = { ...facts, state: "succeeded" };
  const hasSucceeded = await inTransaction(async (tx) => {
    const row = await changeRow(tx, lease, ["received"], succeeded);
    if (row === null) return false;
    const images = await createImages(tx, row, outcome);
    await tx.thread.update({
      where: { id: row.threadId },
      data: { coverImageId: images.at(-1)?.id, lastActivityAt: now },
      select: { id: true },
    });
    await announceSuccess(tx, { ...row, images });
    return true;
  });
  if (hasSucceeded) logTransition(lease, succeeded);
  return hasSucceeded;
}

async function createImages(tx: Tx, generation: Generation, outcome: Outcome): Promise<ImageRow[]> {
  for (const picture of outcome.pictures) await saveBlob(tx, picture);
  const images: ImageRow[] = [];
  // As late as possible: other images of the same thread wait for its row.
  const thread = await lockThread(tx, generation.threadId);
  for (const [position, picture] of outcome.pictures.entries()) {
    const image = await tx.image.create({
      data: {
        workspaceId: generation.workspaceId,
        createdById: outcome.createdById,
        origin: "generated",
        generationId: generation.id,
        threadId: generation.threadId,
        audienceId: audienceOf(thread),
        // The thread may have gone to the trash meanwhile.
        deletedAt: thread.deletedAt,
        isTrashedWithThread: thread.deletedAt !== null,
        position,
        parentImageId: outcome.parentImageId,
        sha256: picture.sha256,
        name: shortenPrompt(withoutPreamble(outcome.prompt), NAME_CHARS),
        askedSize: outcome.askedSize,
      },
    });
    images.push({ ...image, blob: picture, generation });
  }
  return images;
}
