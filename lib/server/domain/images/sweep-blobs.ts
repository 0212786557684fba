import "server-only";
import { parseSha256 } from "@/lib/server/blobs/store";
import { db, inTransaction } from "@/lib/server/db";
import { blobStore } from "@/lib/server/domain/images/storage";
import { Prisma } from "@/lib/server/generated/prisma/client";

const BATCH = 200;

/**
 * Removes bytes that nothing names any more: no picture, deleted or not, and nobody's own. What was put since `before` is
 * left, as it may be about to be named; the caller gives puts longer than any of them takes. Two processes may do this at
 * once, beside puts of the very same bytes. Returns how many were removed.
 */
export async function sweepBlobs(before: Date): Promise<number> {
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
      if (await removeUnused(sha256, before)) removed += 1;
    }
    const last = batch.at(-1);
    if (last === undefined || batch.length < BATCH) return removed;
    after = last.sha256;
  }
}

const UNUSED = { images: { none: {} }, avatarOf: { none: {} } } satisfies Prisma.BlobWhereInput;

/**
 * The record first, then the bytes, then the commit. Whoever would name the record meanwhile waits for the commit and makes
 * it anew (`saveBlob`), having put the bytes before, which `remove` sees. A crash in between leaves a record without
 * bytes, for the next sweep.
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

/** Rolls the transaction back. */
class PutMeanwhile extends Error {}

/** A picture came to name it between the look and the deletion. */
function isForeignKeyProblem(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2003";
}
