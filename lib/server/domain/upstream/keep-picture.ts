import "server-only";
import type { ImageId } from "@/lib/contracts/ids";
import { db, inTransaction } from "@/lib/server/db";
import { draftAdded } from "@/lib/server/domain/images/image-drafts";
import { brandId } from "@/lib/server/domain/brand";
import { saveBlob, type StoredPicture } from "@/lib/server/domain/images/ingest";
import { imageInclude } from "@/lib/server/domain/views/image";
import { publishDrafts } from "@/lib/server/events/publish";

/**
 * Stores an image that a check paid for as an upload in an instance owner's personal workspace. Null if there is no
 * owner yet; the caller must then keep the reply.
 */
export async function keepProbePicture(
  picture: StoredPicture,
  { name, askedSize }: { name: string; askedSize: string | null },
): Promise<ImageId | null> {
  const membership = await db.membership.findFirst({
    where: { user: { isInstanceOwner: true }, workspace: { kind: "personal" } },
    orderBy: { createdAt: "asc" },
    select: { userId: true, workspaceId: true },
  });
  if (membership === null) return null;
  return inTransaction(async (tx) => {
    await saveBlob(tx, picture);
    const row = await tx.image.create({
      data: {
        workspaceId: membership.workspaceId,
        createdById: membership.userId,
        audienceId: membership.userId,
        origin: "uploaded",
        sha256: picture.sha256,
        name,
        askedSize,
      },
      include: imageInclude,
    });
    await publishDrafts(tx, brandId(row.workspaceId), [draftAdded(row)]);
    return brandId<ImageId>(row.id);
  });
}
