import "server-only";
import type { ImageView, ListedImage } from "@/lib/contracts/images";
import type { TagId } from "@/lib/contracts/ids";
import { brandId, brandIdOrNull } from "@/lib/server/domain/brand";
import type { Blob, Generation, Image, Prisma } from "@/lib/server/generated/prisma/client";

/** The relations that `toImageView` needs. */
export const imageInclude = {
  blob: true,
  generation: { select: { isSandbox: true, endpoint: true } },
} satisfies Prisma.ImageInclude;

export type ImageRow = Image & {
  /** Null once purged. */
  blob: Pick<Blob, "media" | "byteCount" | "thumbhash"> | null;
  generation: Pick<Generation, "isSandbox" | "endpoint"> | null;
};

/** The relations that `toListedImage` needs, with this user's own mark. */
export function listedInclude(userId: string) {
  return {
    blob: true,
    generation: {
      select: { isSandbox: true, endpoint: true, turnId: true, turn: { select: { prompt: true } } },
    },
    createdBy: { select: { id: true, name: true } },
    favourites: { where: { userId }, select: { userId: true } },
    tags: { select: { tag: { select: { id: true, name: true } } } },
  } satisfies Prisma.ImageInclude;
}

export type ListedRow = Prisma.ImageGetPayload<{ include: ReturnType<typeof listedInclude> }>;

/** @param userId the reader */
export function toListedImage(row: ListedRow, userId: string): ListedImage {
  const tags = row.tags.map(({ tag }) => ({ id: brandId<TagId>(tag.id), name: tag.name }));
  return {
    ...toImageView(row),
    createdBy: { id: brandId(row.createdBy.id), name: row.createdBy.name },
    turnId: brandIdOrNull(row.generation?.turnId ?? null),
    // What a link hid is empty.
    prompt: row.generation?.turn.prompt || null,
    model: row.model || null,
    isOwn: row.createdBy.id === userId,
    isFavourite: row.favourites.length > 0,
    tags: tags.toSorted((one, other) => one.name.localeCompare(other.name)),
    trashedAt: row.deletedAt?.toISOString() ?? null,
  };
}

export function toImageView(row: ImageRow): ImageView {
  return {
    id: brandId(row.id),
    state: imageStateOf(row),
    origin: row.origin,
    threadId: brandIdOrNull(row.threadId),
    generationId: brandIdOrNull(row.generationId),
    parentImageId: brandIdOrNull(row.parentImageId),
    position: row.position,
    name: row.name,
    media: row.blob?.media ?? "",
    width: row.width,
    height: row.height,
    byteCount: row.blob?.byteCount ?? 0,
    thumbhash: row.blob?.thumbhash ?? "",
    askedSize: row.askedSize,
    isSandbox: row.generation?.isSandbox ?? false,
    isMadeHere: row.generation?.endpoint === "local",
    isCopied: row.generation?.endpoint === "copied",
    createdAt: row.createdAt.toISOString(),
  };
}

export function imageStateOf({
  deletedAt,
  purgedAt,
}: Pick<Image, "deletedAt" | "purgedAt">): ImageView["state"] {
  if (purgedAt !== null) return "purged";
  return deletedAt === null ? "kept" : "trashed";
}
