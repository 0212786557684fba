import "server-only";
import type { z } from "zod";
import type { ShareId } from "@/lib/contracts/ids";
import { isPermitted } from "@/lib/contracts/permissions";
import type {
  ShareAccessLog,
  ShareBadges,
  ShareList,
  shareListQuery,
  ShareView,
} from "@/lib/contracts/shares";
import { authorizeWorkspace, visibleImages, visibleThreads } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { visibleCollections } from "@/lib/server/auth/collection-access";
import { type ShareRow, standingInclude, standingOf } from "@/lib/server/auth/share-standing";
import type { Deps } from "@/lib/server/clock";
import { db, type Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { readPage } from "@/lib/server/domain/lists/page";
import type { ShareDeps } from "@/lib/server/domain/shares/create";
import { toShareView, toShareViews } from "@/lib/server/domain/shares/views";
import { AppError } from "@/lib/server/errors";
import type { Prisma } from "@/lib/server/generated/prisma/client";

const PAGE = 50;
const BADGES_MAX = 5_000;

/** Shares that the actor may see and change: their own, and all of the workspaces that they manage. */
function ownShares(actor: Actor): Prisma.ShareWhereInput {
  const managed = [...actor.roles].flatMap(([id, role]) => (isPermitted(role, "manage") ? id : []));
  return {
    workspaceId: { in: [...actor.roles.keys()] },
    OR: [{ createdById: actor.userId }, { workspaceId: { in: managed } }],
  };
}

/** The share, if the actor made it or manages its workspace. A foreign and a missing one give `not_found`. */
export async function authorizeShare(
  actor: Actor,
  shareId: ShareId,
  tx: Tx = db,
): Promise<ShareRow> {
  const row = await tx.share.findFirst({
    where: { AND: [ownShares(actor)], id: shareId },
    include: standingInclude,
  });
  if (row === null) throw new AppError("not_found");
  return row;
}

/** Throws `not_found`. */
export async function loadShare(
  actor: Actor,
  shareId: ShareId,
  deps: ShareDeps,
): Promise<ShareView> {
  return toShareView(actor, await authorizeShare(actor, shareId), deps);
}

/**
 * The actor's shares in the current workspace, or everyone's, newest first. Throws `forbidden` for everyone's without
 * `manage`, and `invalid_field` for a malformed cursor.
 */
export async function listShares(
  actor: Actor,
  query: z.output<typeof shareListQuery>,
  deps: ShareDeps,
): Promise<ShareList> {
  const isAll = query.all !== undefined;
  const { id: workspaceId } = authorizeWorkspace(actor, isAll ? "manage" : "read");
  const { imageId, threadId, collectionId } = query;
  const page = await readPage(
    { by: "createdAt", cursor: query.cursor, size: PAGE },
    ({ where, orderBy, take }) =>
      db.share.findMany({
        where: {
          AND: [where],
          workspaceId,
          ...(!isAll && { createdById: actor.userId }),
          ...(imageId !== undefined && { imageIds: { has: imageId } }),
          threadId,
          collectionId,
        },
        orderBy,
        take,
        include: standingInclude,
      }),
  );
  return {
    shares: await toShareViews(actor, page.rows, deps),
    nextCursor: page.nextCursor,
  };
}

/** What active shares of the current workspace show, of what the actor may see. */
export async function listBadges(actor: Actor, { clock }: Deps): Promise<ShareBadges> {
  const { id: workspaceId } = authorizeWorkspace(actor, "read");
  const rows = await db.share.findMany({
    where: { workspaceId, revokedAt: null, kind: { not: "addresses" } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: BADGES_MAX,
    include: standingInclude,
  });
  const active = rows.filter((row) => standingOf(row, clock.now()) === "active");
  const idsOf = (column: "threadId" | "collectionId") => [
    ...new Set(active.flatMap((row) => row[column] ?? [])),
  ];
  const imageIds = [...new Set(active.flatMap((row) => row.imageIds))].slice(0, BADGES_MAX);
  const select = { id: true } as const;
  const [images, threads, collections] = await Promise.all([
    db.image.findMany({
      where: { AND: [visibleImages(actor), { workspaceId }], id: { in: imageIds } },
      select,
    }),
    db.thread.findMany({
      where: {
        AND: [visibleThreads(actor), { workspaceId, deletedAt: null }],
        id: { in: idsOf("threadId") },
      },
      select,
    }),
    db.collection.findMany({
      where: {
        AND: [visibleCollections(actor), { workspaceId }],
        id: { in: idsOf("collectionId") },
      },
      select,
    }),
  ]);
  return {
    imageIds: images.map(({ id }) => brandId(id)),
    threadIds: threads.map(({ id }) => brandId(id)),
    collectionIds: collections.map(({ id }) => brandId(id)),
  };
}

/** When a share was opened, newest first. Throws `not_found`, and `invalid_field` for a malformed cursor. */
export async function listVisits(
  actor: Actor,
  { shareId, cursor }: { shareId: ShareId; cursor?: string },
): Promise<ShareAccessLog> {
  const share = await authorizeShare(actor, shareId);
  const page = await readPage({ by: "createdAt", cursor, size: PAGE }, ({ where, orderBy, take }) =>
    db.shareVisit.findMany({ where: { AND: [where], shareId: share.id }, orderBy, take }),
  );
  return {
    visits: page.rows.map(({ id, createdAt, addressHash, browser }) => ({
      id,
      at: createdAt.toISOString(),
      visitor: addressHash,
      browser,
    })),
    nextCursor: page.nextCursor,
  };
}
