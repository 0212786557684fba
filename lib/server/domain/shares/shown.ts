import "server-only";
import { visibleCollections } from "@/lib/server/auth/collection-access";
import { visibleImages, visibleThreads, type KeptImage } from "@/lib/server/auth/access";
import { type ShareRow, sightOfCreator } from "@/lib/server/auth/share-standing";
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

/** A share, and what its creator sees. */
type Subject = Pick<Visitor, "share" | "sight">;

/** Throws `not_found` if the target is gone. */
export async function readShown({ share, sight }: Subject, tx: Tx = db): Promise<Shown> {
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
  { share }: Pick<Subject, "share">,
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

async function isTargetLeft({ share, sight }: Subject, tx: Tx) {
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
  return (await findShown(visitor, imageId)) as Shared<KeptImage>;
}

/** Throws `not_found` unless the share shows the image, whether or not it admits visitors now. */
export async function refuseUnlessShown(share: ShareRow, imageId: string, tx: Tx): Promise<void> {
  await findShown({ share, sight: sightOfCreator(share) }, imageId, tx);
}

async function findShown(subject: Subject, imageId: string, tx: Tx = db): Promise<KeptImage> {
  const { share, sight } = subject;
  const id = imageId.toLowerCase();
  const image = await tx.image.findFirst({
    where: {
      AND: [visibleImages(sight), { workspaceId: share.workspaceId }, inTarget(subject, id)],
      id,
    },
  });
  if (image === null || image.sha256 === null) throw new AppError("not_found");
  if (!isDirect(subject)) {
    const { imageIds, otherIds } = await readShown(subject, tx);
    if (!imageIds.includes(id) && !otherIds.includes(id)) throw new AppError("not_found");
  }
  return { ...image, sha256: image.sha256 };
}

/** Whether `inTarget` decides alone: it spares reading a whole collection or selection for each of its images. */
function isDirect({ share }: Subject): boolean {
  const isSet = share.kind === "selection" || share.kind === "collection";
  return isSet && share.snapshot === null && !share.showsReferences;
}

function inTarget(subject: Subject, id: string): Prisma.ImageWhereInput {
  const { share, sight } = subject;
  if (!isDirect(subject)) return {};
  if (share.kind === "selection") return share.imageIds.includes(id) ? {} : { id: { in: [] } };
  return {
    collections: {
      some: { collectionId: share.collectionId ?? id, collection: visibleCollections(sight) },
    },
  };
}
