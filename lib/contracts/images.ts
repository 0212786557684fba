import { z } from "zod";
import { generationId, imageId, threadId, turnId } from "@/lib/contracts/ids";
import { turnSettings } from "@/lib/contracts/settings";
import { SHAPES } from "@/lib/contracts/shapes";

/**
 * `trashed`: in the trash, shown to those who may restore it. `purged`: a tombstone; size and lineage are all that is
 * left.
 */
export const IMAGE_STATES = ["kept", "trashed", "purged"] as const;

export const imageView = z.object({
  id: imageId,
  state: z.enum(IMAGE_STATES),
  origin: z.enum(["generated", "uploaded", "fetched"]),
  threadId: threadId.nullable(),
  generationId: generationId.nullable(),
  parentImageId: imageId.nullable(),
  position: z.int(),
  /** Empty once purged, as are the media type and the thumbhash. */
  name: z.string(),
  media: z.string(),
  width: z.int(),
  height: z.int(),
  /** 0 once purged. */
  byteCount: z.int(),
  /** Base64 of the thumbhash: about 25 bytes for a blurred preview. */
  thumbhash: z.string(),
  /** "WxH" where exact pixels were requested. */
  askedSize: z.string().nullable(),
  isSandbox: z.boolean(),
  /** Cropped on this server from its parent; no model made these pixels. */
  isMadeHere: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type ImageView = z.infer<typeof imageView>;

/** Details shown in the viewer. */
export const imageDetail = z.object({
  image: imageView,
  turnId: turnId.nullable(),
  prompt: z.string().nullable(),
  settings: turnSettings.nullable(),
  /** Ancestors, nearest first. */
  ancestors: z.array(imageView),
});
export type ImageDetail = z.infer<typeof imageDetail>;

export const imageListQuery = z.strictObject({
  query: z.string().max(200).optional(),
  cursor: z.string().max(100).optional(),
});
export const imageList = z.object({
  images: z.array(imageView),
  nextCursor: z.string().nullable(),
});
export type ImageList = z.infer<typeof imageList>;

export const imageFetchBody = z.strictObject({ url: z.string().min(1).max(4_000) });

/** Crop to exact pixels ("WxH") or to the largest area of a shape. One idempotency key per click, as for turns. */
export const imageCropBody = z.union([
  z.strictObject({
    size: z.string().regex(/^[1-9]\d{0,4}x[1-9]\d{0,4}$/),
    idempotencyKey: z.uuid(),
  }),
  z.strictObject({ shape: z.enum(SHAPES), idempotencyKey: z.uuid() }),
]);
export type ImageCropBody = z.infer<typeof imageCropBody>;
