import "server-only";
import { v7 as timeOrderedId } from "uuid";
import type { Tx } from "@/lib/server/db";
import { saveToCollection } from "@/lib/server/domain/collections/contents";
import { audienceOfThread } from "@/lib/server/domain/images/audience";
import { saveBlob, type StoredPicture } from "@/lib/server/domain/images/ingest";
import type { ImageRow } from "@/lib/server/domain/views/image";
import { type Generation, type Image, Prisma } from "@/lib/server/generated/prisma/client";
import { shortenPrompt } from "@/lib/utils/shorten-prompt";
import { withoutPreamble } from "@/lib/utils/without-preamble";

const NAME_CHARS = 80;

export type NewImages = {
  pictures: readonly StoredPicture[];
  prompt: string;
  createdById: string;
  parentImageId: string | null;
  askedSize: string | null;
  /** They are added to its end, while it exists and the creator may see it. */
  collectionId: string | null;
};

/**
 * Inserts a generation's images, with the audience of its thread; if that is in the trash, so are they. Locks the
 * thread's row, late and for one statement, since other images of the same thread wait for it.
 * @param activity when set, the last image becomes the thread's cover, and this its last activity
 */
export async function insertImages(
  tx: Tx,
  generation: Generation,
  { pictures, ...shared }: NewImages,
  activity?: Date,
): Promise<ImageRow[]> {
  for (const picture of pictures) await saveBlob(tx, picture);
  const ids = pictures.map(() => timeOrderedId());
  const thread =
    activity === undefined
      ? Prisma.sql`SELECT * FROM "Thread" WHERE id = ${generation.threadId}::uuid FOR NO KEY UPDATE`
      : Prisma.sql`
        UPDATE "Thread" SET "coverImageId" = ${ids.at(-1)}::uuid, "lastActivityAt" = ${activity}
        WHERE id = ${generation.threadId}::uuid RETURNING *`;
  const rows = await tx.$queryRaw<Image[]>`
    WITH thread AS (${thread}), image AS (
      INSERT INTO "Image" (id, "workspaceId", "createdById", origin, "generationId", "threadId", "audienceId",
        "deletedAt", "isTrashedWithThread", position, "parentImageId", sha256, name, "askedSize")
      SELECT given.id, ${generation.workspaceId}::uuid, ${shared.createdById}::uuid, 'generated',
        ${generation.id}::uuid, thread.id, ${audienceOfThread}, thread."deletedAt", thread."deletedAt" IS NOT NULL,
        ordinal - 1, ${shared.parentImageId}::uuid, given.sha256,
        ${shortenPrompt(withoutPreamble(shared.prompt), NAME_CHARS)}, ${shared.askedSize}
      FROM thread, unnest(${ids}::uuid[], ${pictures.map(({ sha256 }) => sha256)}::text[])
        WITH ORDINALITY AS given (id, sha256, ordinal)
      RETURNING *
    )
    SELECT * FROM image ORDER BY position`;
  if (shared.collectionId !== null) {
    const scope = { collectionId: shared.collectionId, workspaceId: generation.workspaceId };
    await saveToCollection(tx, { ...scope, userId: shared.createdById }, ids);
  }
  return rows.flatMap((row) => {
    const blob = pictures[row.position];
    return blob === undefined ? [] : [{ ...row, blob, generation }];
  });
}
