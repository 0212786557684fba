import "server-only";
import type { ImageView } from "@/lib/contracts/images";
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
