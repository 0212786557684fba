import "server-only";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageLineage, LineageImage } from "@/lib/contracts/images";
import { isPermitted } from "@/lib/contracts/permissions";
import { authorizeImage, imagesInAnyState } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { readLineage } from "@/lib/server/domain/images/lineage-rows";
import { imageInclude, toImageView } from "@/lib/server/domain/views/image";
import type { Prisma } from "@/lib/server/generated/prisma/client";
import { shortTitle } from "@/lib/utils/titles/short-title";

const lineageInclude = {
  ...imageInclude,
  generation: { select: { isSandbox: true, endpoint: true, turn: { select: { prompt: true } } } },
} satisfies Prisma.ImageInclude;
type Row = Prisma.ImageGetPayload<{ include: typeof lineageInclude }>;

/**
 * The images that led to one and went on from it, oldest first; at most `LINEAGE_MAX`. Images in the trash and
 * tombstones keep their place; without words for those who may not restore them. Throws `not_found`.
 */
export async function loadLineage(actor: Actor, imageId: ImageId): Promise<ImageLineage> {
  const image = await authorizeImage(actor, imageId, "read", db, { includeTrashed: true });
  const { spine, descendants, beside, references, uses, isCut } = await readLineage(actor, image);
  const before = new Set([
    ...spine.filter((id) => id !== image.id),
    ...references.map(({ referenceId }) => referenceId),
  ]);
  const after = new Set([...descendants, ...uses]);
  const rows = await db.image.findMany({
    where: {
      AND: [imagesInAnyState(actor), { workspaceId: image.workspaceId }],
      id: { in: [...new Set([image.id, ...before, ...after, ...beside])] },
    },
    include: lineageInclude,
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const shown = new Set(rows.map(({ id }) => id));
  const referencesOf = (row: Row) => {
    const used = references.flatMap(({ id, referenceId }) => (id === row.id ? referenceId : []));
    return uses.includes(row.id) ? [...used, image.id] : used;
  };
  return {
    images: rows.map((row) => ({
      ...wordsOf(actor, row),
      baseId: shown.has(row.parentImageId ?? "") ? toImageView(row).parentImageId : null,
      referenceIds: referencesOf(row)
        .filter((id) => shown.has(id) && id !== row.parentImageId)
        .map((id) => brandId<ImageId>(id)),
    })),
    before: before.size,
    after: after.size,
    isCut,
  };
}

/** The image and its label; of one in the trash only that it is there, unless the actor may restore it. */
function wordsOf(actor: Actor, row: Row): Pick<LineageImage, "image" | "label"> {
  const image = toImageView(row);
  const role = actor.roles.get(brandId(row.workspaceId));
  const mayRestore =
    row.createdById === actor.userId || (role !== undefined && isPermitted(role, "manage"));
  if (image.state === "trashed" && !mayRestore) {
    return { image: { ...image, name: "", thumbhash: "" }, label: null };
  }
  const prompt = image.isMadeHere || image.state === "purged" ? null : row.generation?.turn.prompt;
  return { image, label: prompt ? shortTitle(prompt) : null };
}
