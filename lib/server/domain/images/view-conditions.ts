import "server-only";
import type { ImageListView } from "@/lib/contracts/image-lists";
import { isPermitted } from "@/lib/contracts/permissions";
import type { Actor } from "@/lib/server/auth/actor";
import { isAmongFavourites } from "@/lib/server/domain/images/query-conditions";
import { Prisma } from "@/lib/server/generated/prisma/client";

/** What a list of images shows before any search. */
export interface Scope {
  view: ImageListView;
  /** Only images of this collection, which the actor may see. */
  collectionId: string | null;
}

/** The condition that an image `i` is in the list. Only images of the current workspace that the actor may see. */
export function isInScope(actor: Actor, { view, collectionId }: Scope): Prisma.Sql {
  const inCollection =
    collectionId === null
      ? Prisma.sql`true`
      : Prisma.sql`EXISTS (SELECT 1 FROM "CollectionImage" c WHERE c."imageId" = i.id AND c."collectionId" = ${collectionId}::uuid)`;
  return Prisma.sql`i."workspaceId" = ${actor.workspaceId}::uuid AND ${isInView(actor, view)} AND ${inCollection}`;
}

function isInView(actor: Actor, view: ImageListView): Prisma.Sql {
  const isOwn = Prisma.sql`i."createdById" = ${actor.userId}::uuid`;
  const isSeen = Prisma.sql`(i."audienceId" IS NULL OR i."audienceId" = ${actor.userId}::uuid OR ${isOwn})`;
  const isKept = Prisma.sql`i."deletedAt" IS NULL`;
  switch (view) {
    case "all":
      return Prisma.sql`${isKept} AND ${isSeen}`;
    case "mine":
      return Prisma.sql`${isKept} AND ${isOwn}`;
    case "favourites":
      return Prisma.sql`${isKept} AND ${isSeen} AND ${isAmongFavourites(actor)}`;
    case "uploads":
      return Prisma.sql`${isKept} AND i.origin <> 'generated' AND ${isSeen}`;
    case "trash":
      // As `trashedImages` of auth/access.ts.
      return Prisma.sql`i."deletedAt" IS NOT NULL AND i."purgedAt" IS NULL
        AND ${isPermitted(actor.role, "manage") ? isSeen : isOwn}`;
  }
}
