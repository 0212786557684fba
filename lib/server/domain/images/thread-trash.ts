import "server-only";
import type { Tx } from "@/lib/server/db";
import type { Thread } from "@/lib/server/generated/prisma/client";

/** Moves the images of a thread, whose row is locked, to the trash with it. */
export async function trashImagesOf(
  tx: Tx,
  { id, deletedAt }: Pick<Thread, "id" | "deletedAt">,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Image" SET "deletedAt" = ${deletedAt}, "isTrashedWithThread" = true
    WHERE id IN (SELECT id FROM "Image" WHERE "threadId" = ${id}::uuid AND "deletedAt" IS NULL ORDER BY id FOR NO KEY UPDATE)`;
}

/** Brings back the images that went to the trash with their thread, and no others. */
export async function restoreImagesOf(tx: Tx, threadId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Image" SET "deletedAt" = NULL, "isTrashedWithThread" = false
    WHERE id IN (
      SELECT id FROM "Image"
      WHERE "threadId" = ${threadId}::uuid AND "isTrashedWithThread" AND "purgedAt" IS NULL ORDER BY id FOR NO KEY UPDATE
    )`;
}
