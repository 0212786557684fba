import "server-only";
import type { ImageId } from "@/lib/contracts/ids";
import { db, inTransaction } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { saveBlob, type StoredPicture } from "@/lib/server/domain/images/ingest";

/**
 * Hangs a picture that a check has paid for among the uploads of the owner's personal workspace. Null where the studio has no
 * owner yet; then the answer must be kept.
 */
export async function keepProbePicture(
  picture: StoredPicture,
  { name, askedSize }: { name: string; askedSize: string | null },
): Promise<ImageId | null> {
  const seat = await db.membership.findFirst({
    where: { user: { isInstanceOwner: true }, workspace: { kind: "personal" } },
    orderBy: { createdAt: "asc" },
    select: { userId: true, workspaceId: true },
  });
  if (seat === null) return null;
  return inTransaction(async (tx) => {
    await saveBlob(tx, picture);
    const { id } = await tx.image.create({
      data: {
        workspaceId: seat.workspaceId,
        createdById: seat.userId,
        audienceId: seat.userId,
        origin: "uploaded",
        sha256: picture.sha256,
        name,
        askedSize,
      },
      select: { id: true },
    });
    return brandId<ImageId>(id);
  });
}
