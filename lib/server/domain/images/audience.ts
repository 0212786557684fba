import "server-only";
import type { Tx } from "@/lib/server/db";
import { type Image, Prisma, type Thread } from "@/lib/server/generated/prisma/client";

/** A thread whose row is locked, so that its visibility holds until the transaction ends. */
type LockedThread = Pick<Thread, "id" | "visibility" | "createdById">;

/** Who besides its creator may see an image of this thread: null is everyone in the workspace, else one user's id. */
export function audienceOf({ visibility, createdById }: Omit<LockedThread, "id">): string | null {
  return visibility === "workspace" ? null : createdById;
}

/** The same in SQL, of a row named `thread`. */
export const audienceOfThread = Prisma.sql`
  CASE thread.visibility WHEN 'workspace' THEN NULL ELSE thread."createdById" END`;

/**
 * Makes the uploads that a turn of a visible thread uses visible too; does nothing in a private thread. Rows are locked
 * in id order, to serialise with a concurrent `moveAudience` of another thread that uses them.
 */
export async function showUploads(
  tx: Tx,
  { visibility }: LockedThread,
  images: readonly Pick<Image, "id" | "generationId">[],
): Promise<void> {
  const uploads = images.filter(({ generationId }) => generationId === null).map(({ id }) => id);
  if (visibility !== "workspace" || uploads.length === 0) return;
  await lockImages(tx, uploads);
  await tx.$executeRaw`
    UPDATE "Image" SET "audienceId" = NULL
    WHERE id = ANY(${uploads}::uuid[]) AND "audienceId" IS NOT NULL`;
}

/**
 * Call in the transaction that changes a thread's visibility: moves the audience of its images and of the uploads its
 * turns use. An upload that another visible thread uses stays visible.
 */
export async function moveAudience(tx: Tx, thread: LockedThread): Promise<void> {
  const ids = await imagesOf(tx, thread.id);
  await lockImages(tx, ids);
  // A separate statement, so that it sees what was committed while waiting for the locks.
  await tx.$executeRaw`
    UPDATE "Image" i SET "audienceId" = ${audienceOf(thread)}::uuid
    WHERE i.id = ANY(${ids}::uuid[]) AND (
      ${thread.visibility} = 'workspace' OR i."generationId" IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM "Turn" u JOIN "Thread" t ON t.id = u."threadId"
        WHERE t.visibility = 'workspace' AND t.id <> ${thread.id}::uuid AND (
          u."baseImageId" = i.id
          OR EXISTS (SELECT 1 FROM "Reference" r WHERE r."turnId" = u.id AND r."imageId" = i.id)
        )
      )
    )`;
}

async function imagesOf(tx: Tx, threadId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT i.id::text FROM "Image" i WHERE i."threadId" = ${threadId}::uuid
    UNION
    SELECT i.id::text FROM "Image" i JOIN "Turn" u ON u."baseImageId" = i.id
    WHERE u."threadId" = ${threadId}::uuid AND i."generationId" IS NULL
    UNION
    SELECT i.id::text FROM "Image" i JOIN "Reference" r ON r."imageId" = i.id JOIN "Turn" u ON u.id = r."turnId"
    WHERE u."threadId" = ${threadId}::uuid AND i."generationId" IS NULL`;
  return rows.map(({ id }) => id);
}

async function lockImages(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    SELECT 1 FROM "Image" WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
}
