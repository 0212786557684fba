import "server-only";
import { UNREAD_MAX } from "@/lib/contracts/notice-choices";
import { excerptOf, type NoticeList, type NoticeView } from "@/lib/contracts/notices";
import { PRESET_RIGHTS } from "@/lib/contracts/share-choices";
import type { Thumbnail } from "@/lib/contracts/thumbnails";
import { authorizeWorkspace, visibleImages } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { standingInclude } from "@/lib/server/auth/share-standing";
import { db } from "@/lib/server/db";
import { brandId, brandIdOrNull } from "@/lib/server/domain/brand";
import { readPage } from "@/lib/server/domain/lists/page";
import { readSubjects } from "@/lib/server/domain/shares/subjects";
import { toThumbnail } from "@/lib/server/domain/views/thread";
import type { Prisma } from "@/lib/server/generated/prisma/client";

const PAGE = 50;

const include = {
  share: { include: standingInclude },
  comment: { select: { id: true, body: true, isHeld: true, parentId: true } },
} as const satisfies Prisma.NoticeInclude;

type NoticeRow = Prisma.NoticeGetPayload<{ include: typeof include }>;

/** The actor's notices of the current workspace, newest first. Throws `invalid_field` for a malformed cursor. */
export async function listNotices(
  actor: Actor,
  { cursor }: { cursor?: string },
): Promise<NoticeList> {
  const { id: workspaceId } = authorizeWorkspace(actor, "read");
  const page = await readPage({ by: "createdAt", cursor, size: PAGE }, ({ where, orderBy, take }) =>
    db.notice.findMany({
      where: { AND: [where], userId: actor.userId, workspaceId, isListed: true },
      orderBy,
      take,
      include,
    }),
  );
  const shares = new Map(page.rows.map(({ share }) => [share.id, share]));
  const [subjects, images] = await Promise.all([
    readSubjects(actor, [...shares.values()], db),
    readImages(actor, workspaceId, page.rows),
  ]);
  return {
    notices: page.rows.map((row) =>
      toView(row, subjects.get(row.shareId)?.title ?? null, images.get(row.imageId ?? "") ?? null),
    ),
    nextCursor: page.nextCursor,
  };
}

/** How many of the actor's notices in the current workspace are unread, at most 100. */
export async function countUnread(actor: Actor): Promise<{ unread: number }> {
  const { id: workspaceId } = authorizeWorkspace(actor, "read");
  const where = { userId: actor.userId, workspaceId, isListed: true, seenAt: null };
  return { unread: await db.notice.count({ where, take: UNREAD_MAX }) };
}

async function readImages(
  actor: Actor,
  workspaceId: string,
  rows: readonly NoticeRow[],
): Promise<Map<string, Thumbnail>> {
  const images = await db.image.findMany({
    where: {
      AND: [visibleImages(actor), { workspaceId, deletedAt: null }],
      id: { in: rows.flatMap(({ imageId }) => imageId ?? []) },
    },
    select: { id: true, width: true, height: true, blob: { select: { thumbhash: true } } },
  });
  return new Map(images.map((image) => [image.id, toThumbnail(image)]));
}

function toView(row: NoticeRow, title: string | null, image: Thumbnail | null): NoticeView {
  const { share, comment } = row;
  return {
    id: brandId(row.id),
    kind: row.kind,
    share: {
      id: brandId(share.id),
      title,
      isForReview: PRESET_RIGHTS[share.preset].mayComment,
    },
    image,
    imageId: image === null ? null : brandIdOrNull(row.imageId),
    by: row.kind === "opening" ? null : row.authorName,
    comment: comment && {
      id: brandId(comment.id),
      excerpt: excerptOf(comment.body),
      isHeld: comment.isHeld,
      isReply: comment.parentId !== null,
    },
    verdict: row.verdict,
    count: row.count,
    at: row.createdAt.toISOString(),
    isRead: row.seenAt !== null,
  };
}
