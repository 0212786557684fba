import "server-only";
import type { Tx } from "@/lib/server/db";

/**
 * Gives threads whose cover is missing or in the trash their newest image as cover, if they have one; offered images are
 * no covers. Lock the threads' rows first.
 */
export async function renewCovers(tx: Tx, threadIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Thread" t SET "coverImageId" = (
      SELECT i.id FROM "Image" i JOIN "Generation" g ON g.id = i."generationId"
      WHERE i."threadId" = t.id AND i."deletedAt" IS NULL AND g.state = 'succeeded'
      ORDER BY i."createdAt" DESC, i.id DESC LIMIT 1
    )
    WHERE t.id = ANY(${[...threadIds]}::uuid[]) AND NOT EXISTS (
      SELECT 1 FROM "Image" cover WHERE cover.id = t."coverImageId" AND cover."deletedAt" IS NULL
    )`;
}
