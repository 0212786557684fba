import "server-only";
import type { ImageCaptions } from "@/lib/contracts/images";
import type { ImageId } from "@/lib/contracts/ids";
import { trashedImages, visibleImages } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";

/** The names of images of the current workspace. Those that the actor may not see are left out. */
export async function listCaptions(
  actor: Actor,
  { ids }: { ids: readonly ImageId[] },
): Promise<ImageCaptions> {
  const rows = await db.image.findMany({
    where: {
      id: { in: [...ids] },
      workspaceId: actor.workspaceId,
      OR: [visibleImages(actor), trashedImages(actor)],
    },
    select: { id: true, name: true },
  });
  return { captions: rows.map(({ id, name }) => ({ id: brandId(id), caption: name })) };
}
