import "server-only";
import { parseSha256 } from "@/lib/server/blobs/store";
import { db, inTransaction } from "@/lib/server/db";
import { blobStore } from "@/lib/server/domain/images/storage";
import { Prisma } from "@/lib/server/generated/prisma/client";

const BATCH = 200;

/**
 * Removes bytes that neither an image (deleted ones included) nor an avatar references. Bytes stored since `before`
 * stay, as a row may be about to reference them: `before` must lie further back than any upload takes. Safe to run
 * concurrently with itself and with uploads of the same bytes. Returns the number removed.
 * @param stopping ends the sweep before the next blob
 */
export async function sweepBlobs(
  before: Date,
  { stopping }: { stopping?: AbortSignal } = {},
): Promise<number> {
  let removed = 0;
  let after = "";
  for (;;) {
    const batch = await db.blob.findMany({
      where: { sha256: { gt: after }, createdAt: { lt: before }, ...UNUSED },
      orderBy: { sha256: "asc" },
      take: BATCH,
      select: { sha256: true },
    });
    for (const { sha256 } of batch) {
      if (stopping?.aborted) return removed;
      if (await removeUnused(sha256, before)) removed += 1;
    }
    const last = batch.at(-1);
    if (last === undefined || batch.length < BATCH) return removed;
    after = last.sha256;
  }
}

const UNUSED = { images: { none: {} }, avatarOf: { none: {} } } satisfies Prisma.BlobWhereInput;

/**
 * Deletes the row, then the bytes, then commits. A concurrent `saveBlob` waits for the commit and inserts the row
 * again; it has stored the bytes before, which `remove` detects. A crash in between leaves a row without bytes for the
 * next sweep.
 */
async function removeUnused(sha256: string, before: Date): Promise<boolean> {
  try {
    return await inTransaction(async (tx) => {
      const { count } = await tx.blob.deleteMany({ where: { sha256, ...UNUSED } });
      if (count === 0) return false;
      const outcome = await blobStore().remove(parseSha256(sha256), { unlessPutSince: before });
      if (outcome === "fresh") throw new PutMeanwhile();
      return true;
    });
  } catch (error) {
    if (error instanceof PutMeanwhile || isForeignKeyProblem(error)) return false;
    throw error;
  }
}

class PutMeanwhile extends Error {}

/** An image referenced the blob between the query and the deletion. */
function isForeignKeyProblem(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2003";
}
