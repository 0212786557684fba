import { z } from "zod";
import { collectionId, imageId, userId } from "@/lib/contracts/ids";
import { thumbnail } from "@/lib/contracts/thumbnails";

/**
 * `private`: its creator only. `look`: all members see it. `add`: members with `write` also add images, and remove those
 * that they added. Its creator and those who `manage` the workspace may change it.
 */
export const collectionAccess = z.enum(["private", "look", "add"]);

const name = z
  .string()
  .max(120)
  .transform((text) => text.normalize("NFC").replace(/\s+/gu, " ").trim())
  .pipe(z.string().min(1).max(120));
const description = z.string().max(2_000);

export const collectionView = z.object({
  id: collectionId,
  name: z.string(),
  description: z.string(),
  access: collectionAccess,
  createdBy: z.object({ id: userId, name: z.string() }),
  /** The chosen cover, else the first image, of those that the caller may see. */
  cover: thumbnail.nullable(),
  /** Images that the caller may see. */
  count: z.int(),
  /** Whether the caller may add images, and change the collection. */
  mayAdd: z.boolean(),
  mayEdit: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type CollectionView = z.infer<typeof collectionView>;

/** By name. */
export const collectionList = z.object({ collections: z.array(collectionView) });
export type CollectionList = z.infer<typeof collectionList>;

export const collectionCreateBody = z.strictObject({
  name,
  description: description.default(""),
  access: collectionAccess.default("private"),
});

export const collectionUpdateBody = z.strictObject({
  name: name.optional(),
  description: description.optional(),
  access: collectionAccess.optional(),
  /** Null: its first image. */
  coverImageId: imageId.nullable().optional(),
});

const imageIds = z.array(imageId).min(1).max(500);

export const collectionImagesBody = z.strictObject({ imageIds });

/** Moves images of the collection, in this order, before another one; null: to the end. */
export const collectionMoveBody = z.strictObject({ imageIds, beforeId: imageId.nullable() });
