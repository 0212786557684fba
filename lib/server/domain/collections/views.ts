import "server-only";
import type { CollectionView } from "@/lib/contracts/collections";
import { visibleImages } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db, type Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { mayAct } from "@/lib/server/auth/collection-access";
import { isInScope } from "@/lib/server/domain/images/view-conditions";
import { toThumbnail } from "@/lib/server/domain/views/thread";
import type { Collection } from "@/lib/server/generated/prisma/client";

interface Summed {
  id: string;
  count: number;
  /** The cover, or else the first image. */
  coverId: string | null;
}

/** Collections that the actor may see, with what they may see of each. */
export async function toCollectionViews(
  actor: Actor,
  collections: readonly Collection[],
  tx: Tx = db,
): Promise<CollectionView[]> {
  const ids = collections.map(({ id }) => id);
  const seen = isInScope(actor, { view: "all", collectionId: null });
  const sums = await tx.$queryRaw<Summed[]>`
    SELECT c.id::text, count(i.id)::int AS count,
      coalesce(max(i.id::text) FILTER (WHERE i.id = c."coverImageId"),
               (array_agg(i.id::text ORDER BY place.position, i.id))[1]) AS "coverId"
    FROM "Collection" c JOIN "CollectionImage" place ON place."collectionId" = c.id
    JOIN "Image" i ON i.id = place."imageId"
    WHERE c.id = ANY(${ids}::uuid[]) AND ${seen} GROUP BY c.id`;
  const byId = new Map(sums.map((sum) => [sum.id, sum]));
  const covers = await tx.image.findMany({
    where: {
      AND: [visibleImages(actor)],
      id: { in: sums.flatMap(({ coverId }) => coverId ?? []) },
    },
    include: { blob: true },
  });
  const creators = await tx.user.findMany({
    where: { id: { in: collections.map(({ createdById }) => createdById) } },
    select: { id: true, name: true },
  });
  return collections.map((row) => {
    const sum = byId.get(row.id);
    const cover = covers.find(({ id }) => id === sum?.coverId);
    return {
      id: brandId(row.id),
      name: row.name,
      description: row.description,
      access: row.access,
      createdBy: {
        id: brandId(row.createdById),
        name: creators.find(({ id }) => id === row.createdById)?.name ?? "",
      },
      cover: cover === undefined ? null : toThumbnail(cover),
      count: sum?.count ?? 0,
      mayAdd: mayAct(actor, row, "add"),
      mayEdit: mayAct(actor, row, "edit"),
      createdAt: row.createdAt.toISOString(),
    };
  });
}

export async function toCollectionView(
  actor: Actor,
  row: Collection,
  tx: Tx = db,
): Promise<CollectionView> {
  const [view] = await toCollectionViews(actor, [row], tx);
  if (view === undefined) throw new Error("one row makes one view");
  return view;
}
