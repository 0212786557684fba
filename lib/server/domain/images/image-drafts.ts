import "server-only";
import { brandId } from "@/lib/server/domain/brand";
import { type ImageRow, toImageView } from "@/lib/server/domain/views/image";
import type { EventDraft } from "@/lib/server/events/publish";

/** An image that its transaction stored, from its row. */
export function draftAdded(row: ImageRow): EventDraft {
  return {
    audienceId: row.audienceId,
    payload: {
      kind: "image.added",
      image: toImageView(row),
      createdById: brandId(row.createdById),
    },
  };
}

/** A change of one image, for its audience, and for its creator in a colleague's private thread. */
export function draftsOfImage(
  row: ImageRow,
  kind: "image.changed" | "image.trashed",
): EventDraft[] {
  const payload = { kind, image: toImageView(row) } as const;
  const isElsewhere = row.audienceId !== null && row.audienceId !== row.createdById;
  const audiences = isElsewhere ? [row.audienceId, row.createdById] : [row.audienceId];
  return audiences.map((audienceId) => ({ audienceId, payload }));
}

/** Names no image, because not everyone may see all of them. */
export const IMAGES_CHANGED: EventDraft = {
  audienceId: null,
  payload: { kind: "images.changed" },
};
