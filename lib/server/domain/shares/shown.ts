import "server-only";
import { visibleCollections } from "@/lib/server/auth/collection-access";
import { visibleImages, visibleThreads, type KeptImage } from "@/lib/server/auth/access";
import type { Visitor } from "@/lib/server/auth/visitor";
import { db, type Tx } from "@/lib/server/db";
import {
  readContents,
  type ShareContents,
  shareContents,
} from "@/lib/server/domain/shares/contents";
import { AppError } from "@/lib/server/errors";
import type { Prisma } from "@/lib/server/generated/prisma/client";

declare const shared: unique symbol;

/** An image that a visitor may see. Only this file creates one. */
export type Shared<Noun> = Noun & { readonly [shared]: true };

/** What a share shows: its contents, and images that are shown only with them. */
export type Shown = ShareContents & { otherIds: string[] };

/** Throws `not_found` if the target is gone. */
export async function readShown({ share, sight }: Visitor, tx: Tx = db): Promise<Shown> {
  const contents =
    share.snapshot === null
      ? await readContents(tx, share, sight)
      : shareContents.parse(share.snapshot);
  if (contents === null) throw new AppError("not_found");
  // A snapshot of a thread or collection ends with it, and when its creator may no longer see it.
  if (share.snapshot !== null && !(await isTargetLeft({ share, sight }, tx))) {
    throw new AppError("not_found");
  }
  const shown = new Set(contents.imageIds);
  const others = await readOthers({ share }, contents, tx);
  return { ...contents, otherIds: [...new Set(others)].filter((id) => !shown.has(id)) };
}

/**
 * What a single image was refined from, and, where references are shown, the references and foreign bases of all. An
 * upload beneath counts as a reference. Ids only: whether the creator sees them is checked with the images.
 */
async function readOthers(
  { share }: Pick<Visitor, "share">,
  { imageIds, turnIds }: ShareContents,
  tx: Tx,
): Promise<string[]> {
  const beneath =
    share.kind === "image"
      ? await tx.$queryRaw<{ id: string }[]>`
          SELECT p.id::text FROM "Image" i JOIN "Image" p ON p.id = i."parentImageId"
          WHERE i.id = ANY(${imageIds}::uuid[]) AND i."workspaceId" = ${share.workspaceId}::uuid
            AND p."workspaceId" = ${share.workspaceId}::uuid
            AND (p.origin = 'generated' OR ${share.showsReferences})`
      : [];
  const references = share.showsReferences
    ? await tx.$queryRaw<{ id: string }[]>`
        WITH made AS (
          SELECT unnest(${turnIds}::uuid[]) AS id
          UNION
          SELECT g."turnId" FROM "Image" i JOIN "Generation" g ON g.id = i."generationId"
          WHERE i.id = ANY(${imageIds}::uuid[]) AND i."workspaceId" = ${share.workspaceId}::uuid
        )
        SELECT r."imageId"::text AS id FROM "Reference" r JOIN made ON made.id = r."turnId"
        UNION
        SELECT t."baseImageId"::text FROM "Turn" t JOIN made ON made.id = t.id
        WHERE t."baseImageId" IS NOT NULL AND t."workspaceId" = ${share.workspaceId}::uuid`
    : [];
  return [...beneath, ...references].map(({ id }) => id);
}

async function isTargetLeft({ share, sight }: Pick<Visitor, "share" | "sight">, tx: Tx) {
  const { workspaceId, threadId, collectionId } = share;
  if (share.kind === "thread") {
    const where = {
      AND: [visibleThreads(sight)],
      id: threadId ?? "",
      workspaceId,
      deletedAt: null,
    };
    return threadId !== null && (await tx.thread.count({ where })) > 0;
  }
  if (share.kind !== "collection") return true;
  const where = { AND: [visibleCollections(sight)], id: collectionId ?? "", workspaceId };
  return collectionId !== null && (await tx.collection.count({ where })) > 0;
}

/** The image, if the share shows it. Throws `not_found`. */
export async function authorizeShared(
  visitor: Visitor,
  imageId: string,
): Promise<Shared<KeptImage>> {
  const { share, sight } = visitor;
  const id = imageId.toLowerCase();
  const image = await db.image.findFirst({
    where: {
      AND: [visibleImages(sight), { workspaceId: share.workspaceId }, inTarget(visitor, id)],
      id,
    },
  });
  if (image === null || image.sha256 === null) throw new AppError("not_found");
  if (!isDirect(visitor)) {
    const { imageIds, otherIds } = await readShown(visitor);
    if (!imageIds.includes(id) && !otherIds.includes(id)) throw new AppError("not_found");
  }
  return { ...image, sha256: image.sha256 } as Shared<KeptImage>;
}

/** Whether `inTarget` decides alone: it spares reading a whole collection or selection for each of its images. */
function isDirect({ share }: Visitor): boolean {
  const isSet = share.kind === "selection" || share.kind === "collection";
  return isSet && share.snapshot === null && !share.showsReferences;
}

function inTarget(visitor: Visitor, id: string): Prisma.ImageWhereInput {
  const { share, sight } = visitor;
  if (!isDirect(visitor)) return {};
  if (share.kind === "selection") return share.imageIds.includes(id) ? {} : { id: { in: [] } };
  return {
    collections: {
      some: { collectionId: share.collectionId ?? id, collection: visibleCollections(sight) },
    },
  };
}
