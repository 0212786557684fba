import "server-only";
import type { z } from "zod";
import type { ImageId } from "@/lib/contracts/ids";
import type { imageTagsBody, ListedImage } from "@/lib/contracts/images";
import type { TagList } from "@/lib/contracts/tags";
import { authorizeImage, authorizeWorkspace } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { readOne } from "@/lib/server/domain/images/favourites";
import { draftsOfImage } from "@/lib/server/domain/images/image-drafts";
import { isInScope } from "@/lib/server/domain/images/view-conditions";
import { imageInclude } from "@/lib/server/domain/views/image";
import { publishDrafts } from "@/lib/server/events/publish";

/**
 * Adds tags to an image, creating those that the workspace does not have yet, and removes others. Everyone who sees the
 * image sees its tags. Throws `not_found`, and `forbidden` for viewers.
 */
export async function tagImage(
  actor: Actor,
  { imageId, add, remove }: z.output<typeof imageTagsBody> & { imageId: ImageId },
): Promise<ListedImage> {
  return inTransaction(async (tx) => {
    const { id, workspaceId } = await authorizeImage(actor, imageId, "write", tx);
    const tagIds = await findOrCreateTags(tx, workspaceId, add);
    const added = await tx.imageTag.createMany({
      data: tagIds.map((tagId) => ({ tagId, imageId: id })),
      skipDuplicates: true,
    });
    const removed = await tx.imageTag.deleteMany({
      where: { imageId: id, tag: { workspaceId, nameKey: { in: remove.map(keyOf) } } },
    });
    const listed = await readOne(actor, id, tx);
    if (added.count + removed.count > 0) {
      const row = await tx.image.findUniqueOrThrow({ where: { id }, include: imageInclude });
      await publishDrafts(tx, brandId(workspaceId), draftsOfImage(row, "image.changed"));
    }
    return listed;
  });
}

/** The tags on images of the current workspace that the actor may see, by name. */
export async function listTags(actor: Actor): Promise<TagList> {
  authorizeWorkspace(actor, "read");
  const rows = await db.$queryRaw<{ id: string; name: string }[]>`
    SELECT tag.id::text, tag.name FROM "Tag" tag WHERE tag."workspaceId" = ${actor.workspaceId}::uuid AND EXISTS (
      SELECT 1 FROM "ImageTag" used JOIN "Image" i ON i.id = used."imageId"
      WHERE used."tagId" = tag.id AND ${isInScope(actor, { view: "all", collectionId: null })}
    ) ORDER BY tag."nameKey"`;
  return { tags: rows.map(({ id, name }) => ({ id: brandId(id), name })) };
}

/** The ids of these tags of a workspace, created where they are missing. */
export async function findOrCreateTags(
  tx: Tx,
  workspaceId: string,
  names: readonly string[],
): Promise<string[]> {
  // Of names that differ by case the first counts.
  const byKey = new Map(names.toReversed().map((name) => [keyOf(name), name]));
  const keys = [...byKey.keys()].toSorted();
  if (keys.length === 0) return [];
  await tx.tag.createMany({
    data: keys.map((nameKey) => ({ workspaceId, nameKey, name: byKey.get(nameKey) ?? nameKey })),
    skipDuplicates: true,
  });
  const rows = await tx.tag.findMany({
    where: { workspaceId, nameKey: { in: keys } },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** A workspace has a tag once, whatever its case. */
export function keyOf(name: string): string {
  return name.toLowerCase();
}
