import "server-only";
import type { ThreadSummary } from "@/lib/contracts/threads";
import type { Thumbnail } from "@/lib/contracts/thumbnails";
import { brandId } from "@/lib/server/domain/brand";
import { parseSettings } from "@/lib/server/domain/views/turn";
import type { Blob, Image, Prisma } from "@/lib/server/generated/prisma/client";

/** States in which a generation has not ended. */
export const UNDER_WAY = ["queued", "claimed", "sent", "received"] as const;

export const threadInclude = {
  createdBy: { select: { id: true, name: true } },
  coverImage: { include: { blob: true } },
  _count: {
    select: {
      generations: {
        // The end is implied, and names the index of those that have none.
        where: { finishedAt: null, state: { in: [...UNDER_WAY] }, supersededAt: null },
      },
    },
  },
} satisfies Prisma.ThreadInclude;

type Cover = Pick<Image, "id" | "width" | "height"> & { blob: Pick<Blob, "thumbhash"> | null };

export type ThreadRow = Omit<
  Prisma.ThreadGetPayload<{ include: typeof threadInclude }>,
  "coverImage"
> & { coverImage: Cover | null };

export function toThreadSummary(row: ThreadRow): ThreadSummary {
  return {
    id: brandId(row.id),
    workspaceId: brandId(row.workspaceId),
    createdBy: { id: brandId(row.createdBy.id), name: row.createdBy.name },
    visibility: row.visibility,
    title: row.title,
    cover: row.coverImage === null ? null : toThumbnail(row.coverImage),
    settings: parseSettings(row.settings),
    systemInstruction: row.systemInstruction,
    isPinned: row.pinnedAt !== null,
    isArchived: row.archivedAt !== null,
    underWay: row._count.generations,
    createdAt: row.createdAt.toISOString(),
    lastActivityAt: row.lastActivityAt.toISOString(),
  };
}

export function toThumbnail(image: Cover): Thumbnail {
  return {
    imageId: brandId(image.id),
    thumbhash: image.blob?.thumbhash ?? "",
    width: image.width,
    height: image.height,
  };
}
