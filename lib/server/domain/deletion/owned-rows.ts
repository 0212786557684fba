import "server-only";
import type { Tx } from "@/lib/server/db";
import type { Prisma } from "@/lib/server/generated/prisma/client";

/**
 * Deletes what only this user has seen in a workspace: private threads, deleted ones, and uploads that no remaining
 * turn uses.
 */
export async function deletePrivateRows(
  tx: Tx,
  workspaceId: string,
  userId: string,
): Promise<void> {
  await deleteThreads(tx, {
    workspaceId,
    createdById: userId,
    OR: [{ visibility: "private" }, { deletedAt: { not: null } }],
  });
  await tx.image.deleteMany({
    where: {
      workspaceId,
      createdById: userId,
      generationId: null,
      references: { none: {} },
      refinedBy: { none: {} },
      coverOf: { none: {} },
    },
  });
}

/** Deletes threads with their images. An image that a turn elsewhere uses was shown there, and stays as an upload. */
export async function deleteThreads(tx: Tx, where: Prisma.ThreadWhereInput): Promise<void> {
  const threads = await tx.thread.findMany({ where, select: { id: true } });
  const ids = threads.map(({ id }) => id);
  await tx.$executeRaw`
    UPDATE "Image" i SET "generationId" = NULL, "threadId" = NULL, origin = 'uploaded',
      "audienceId" = CASE WHEN EXISTS (
        SELECT 1 FROM "Turn" t JOIN "Thread" h ON h.id = t."threadId"
        WHERE h.visibility = 'workspace' AND NOT h.id = ANY(${ids}::uuid[]) AND (
          t."baseImageId" = i.id
          OR EXISTS (SELECT 1 FROM "Reference" r WHERE r."turnId" = t.id AND r."imageId" = i.id)
        )
      ) THEN NULL ELSE i."audienceId" END
    WHERE i."threadId" = ANY(${ids}::uuid[]) AND (
      EXISTS (SELECT 1 FROM "Reference" r JOIN "Turn" t ON t.id = r."turnId"
              WHERE r."imageId" = i.id AND NOT t."threadId" = ANY(${ids}::uuid[]))
      OR EXISTS (SELECT 1 FROM "Turn" t
                 WHERE t."baseImageId" = i.id AND NOT t."threadId" = ANY(${ids}::uuid[])))`;
  await tx.thread.deleteMany({ where: { id: { in: ids } } });
}
