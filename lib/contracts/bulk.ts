import { z } from "zod";
import { bulkActId, collectionId, imageId } from "@/lib/contracts/ids";
import { IMAGE_LIST_VIEWS } from "@/lib/contracts/image-lists";
import { QUERY_MAX_CHARS } from "@/lib/contracts/image-query";
import { tagName } from "@/lib/contracts/tags";

export const BULK_ACTIONS = [
  "favourite",
  "unfavourite",
  "tag",
  "untag",
  "collect",
  "uncollect",
  "trash",
  "restore",
  "purge",
] as const;
export type BulkActionName = (typeof BULK_ACTIONS)[number];

/** The most images that one act names by id, and that it selects. */
export const BULK_IDS_MAX = 10_000;
export const BULK_MAX = 100_000;

/**
 * Acts on these images, or without `imageIds` on all that a list has. Images that the caller may not change this way
 * are skipped.
 */
export const bulkBody = z.strictObject({
  action: z.enum(BULK_ACTIONS),
  imageIds: z.array(imageId).min(1).max(BULK_IDS_MAX).optional(),
  /** The list, as in `images.list`. */
  query: z.string().max(QUERY_MAX_CHARS).optional(),
  view: z.enum(IMAGE_LIST_VIEWS).optional(),
  fromCollectionId: collectionId.optional(),
  /** Images of that list to leave out. */
  exceptIds: z.array(imageId).max(BULK_IDS_MAX).optional(),
  /** For `tag` and `untag`. */
  tag: tagName.optional(),
  /** For `collect` and `uncollect`. */
  collectionId: collectionId.optional(),
});
export type BulkBody = z.infer<typeof bulkBody>;

/** What `BulkAct.params` stores. */
export const bulkParams = z.object({
  tagId: z.string().optional(),
  collectionId: z.string().optional(),
});

export const bulkView = z.object({
  id: bulkActId,
  action: z.enum(BULK_ACTIONS),
  /** `undone` once undoing has ended. */
  state: z.enum(["running", "done", "undoing", "undone"]),
  /** Images selected, worked through, and changed. */
  total: z.int(),
  done: z.int(),
  changed: z.int(),
  /** False for a purge. */
  isUndoable: z.boolean(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type BulkView = z.infer<typeof bulkView>;
