import "server-only";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageDetail } from "@/lib/contracts/images";
import { authorizeImage, visibleImages } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { visibleCollections } from "@/lib/server/auth/collection-access";
import { db } from "@/lib/server/db";
import { brandId, brandIdOrNull } from "@/lib/server/domain/brand";
import { endingOf, toFileStem } from "@/lib/server/domain/images/file-name";
import { imageInclude, type ImageRow, toImageView } from "@/lib/server/domain/views/image";
import { inOrder } from "@/lib/server/domain/lists/in-order";
import { parseSettings } from "@/lib/server/domain/views/turn";

/** Maximum depth of "See beneath". */
const ANCESTORS_MAX = 50;

/**
 * One image with its instruction and its ancestors, nearest first; one in the trash for those who may restore it.
 * Throws `not_found`.
 */
export async function loadImageDetail(actor: Actor, imageId: ImageId): Promise<ImageDetail> {
  const authorized = await authorizeImage(actor, imageId, "read", db, { includeTrashed: true });
  const row = await db.image.findUniqueOrThrow({
    where: { id: authorized.id },
    include: {
      ...imageInclude,
      createdBy: { select: { id: true, name: true } },
      favourites: { where: { userId: actor.userId }, select: { userId: true } },
      generation: {
        select: {
          isSandbox: true,
          endpoint: true,
          model: true,
          turn: { include: { credit: true } },
        },
      },
      tags: { select: { tag: { select: { id: true, name: true } } } },
      collections: {
        where: { collection: visibleCollections(actor) },
        select: { collectionId: true },
      },
    },
  });
  const turn = row.generation?.turn ?? null;
  return {
    image: toImageView(row),
    turnId: brandIdOrNull(turn?.id ?? null),
    // What a link hid is empty.
    prompt: turn?.prompt || null,
    settings: turn === null || row.generation?.model === "" ? null : parseSettings(turn.settings),
    createdBy: { id: brandId(row.createdBy.id), name: row.createdBy.name },
    credit: turn?.credit ? { title: turn.credit.title, by: turn.credit.name } : null,
    isFavourite: row.favourites.length > 0,
    fileName: `${toFileStem(row.name)}.${endingOf(row.blob?.media ?? "")}`,
    ancestors: (await readAncestors(actor, row)).map(toImageView),
    tags: row.tags.map(({ tag }) => ({ id: brandId(tag.id), name: tag.name })),
    collectionIds: row.collections.map((one) => brandId(one.collectionId)),
  };
}

/** Omits ancestors that the actor may not see: a visible image may derive from a private one. */
async function readAncestors(actor: Actor, image: ImageRow): Promise<ImageRow[]> {
  const ids = await readAncestorIds(image.id);
  const rows = await db.image.findMany({
    where: {
      AND: [visibleImages(actor), { workspaceId: image.workspaceId }],
      id: { in: ids.map(({ id }) => id) },
    },
    include: imageInclude,
  });
  return inOrder(ids, rows);
}

/** The chain that an image was refined from, nearest first, without checking access. */
export function readAncestorIds(imageId: string): Promise<{ id: string }[]> {
  return db.$queryRaw`
    WITH RECURSIVE beneath AS (
      SELECT id, "parentImageId", 0 AS depth FROM "Image" WHERE id = ${imageId}::uuid
      UNION ALL
      SELECT parent.id, parent."parentImageId", beneath.depth + 1
      FROM "Image" parent JOIN beneath ON parent.id = beneath."parentImageId"
      WHERE beneath.depth < ${ANCESTORS_MAX}::int
    )
    SELECT id::text FROM beneath WHERE depth > 0 ORDER BY depth`;
}
