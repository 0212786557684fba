import "server-only";
import type { ImageId } from "@/lib/contracts/ids";
import type { ListedImage } from "@/lib/contracts/images";
import { authorizeImage } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Deps } from "@/lib/server/clock";
import { inTransaction, type Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { readListed } from "@/lib/server/domain/images/queries";
import { imageInclude, toImageView } from "@/lib/server/domain/views/image";
import { publishDrafts } from "@/lib/server/events/publish";
import { AppError } from "@/lib/server/errors";

/** Marks an image as the actor's favourite, or removes the mark. Nobody else sees it. Throws `not_found`. */
export async function setFavourite(
  actor: Actor,
  { imageId, isFavourite }: { imageId: ImageId; isFavourite: boolean },
  { clock }: Deps,
): Promise<ListedImage> {
  return inTransaction(async (tx) => {
    const { id, workspaceId } = await authorizeImage(actor, imageId, "read", tx);
    const { userId } = actor;
    const { count } = isFavourite
      ? await tx.favourite.createMany({
          data: [{ userId, imageId: id, workspaceId, createdAt: clock.now() }],
          skipDuplicates: true,
        })
      : await tx.favourite.deleteMany({ where: { userId, imageId: id } });
    const listed = await readOne(actor, id, tx);
    if (count > 0) {
      const row = await tx.image.findUniqueOrThrow({ where: { id }, include: imageInclude });
      const payload = { kind: "image.changed", image: toImageView(row) } as const;
      await publishDrafts(tx, brandId(workspaceId), [{ audienceId: userId, payload }]);
    }
    return listed;
  });
}

/** An image as lists show it. Throws `not_found`. */
export async function readOne(actor: Actor, imageId: string, tx: Tx): Promise<ListedImage> {
  const [listed] = await readListed(actor, [imageId], tx);
  if (listed === undefined) throw new AppError("not_found");
  return listed;
}
