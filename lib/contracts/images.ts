import { z } from "zod";
import {
  collectionId,
  generationId,
  imageId,
  tagId,
  threadId,
  turnId,
  userId,
} from "@/lib/contracts/ids";
import {
  BUCKET_MAX,
  IMAGE_LIST_SORTS,
  IMAGE_LIST_VIEWS,
  IMAGE_PAGE_MAX,
  STACK_KINDS,
} from "@/lib/contracts/image-lists";
import { QUERY_MAX_CHARS } from "@/lib/contracts/image-query";
import { turnSettings } from "@/lib/contracts/settings";
import { SHAPES } from "@/lib/contracts/shapes";
import { tagName } from "@/lib/contracts/tags";

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
  /** Taken over from a link: nothing was sent for it here. */
  isCopied: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type ImageView = z.infer<typeof imageView>;

/** Details shown in the viewer. */
export const imageDetail = z.object({
  image: imageView,
  turnId: turnId.nullable(),
  prompt: z.string().nullable(),
  settings: turnSettings.nullable(),
  createdBy: z.object({ id: userId, name: z.string() }),
  /** As `credit` of its turn. */
  credit: z.object({ title: z.string().nullable(), by: z.string().nullable() }).nullable(),
  /** The caller's own mark. */
  isFavourite: z.boolean(),
  /** The name of its file, for a download. */
  fileName: z.string(),
  /** Ancestors, nearest first. */
  ancestors: z.array(imageView),
  tags: z.array(z.object({ id: tagId, name: z.string() })),
  /** The collections that have it, of those that the caller may see. */
  collectionIds: z.array(collectionId),
});
export type ImageDetail = z.infer<typeof imageDetail>;

/** The most images of a lineage: ancestors, references of theirs, what goes on from here, and other branches. */
export const LINEAGE_MAX = { before: 50, references: 40, after: 60, beside: 40 } as const;

/**
 * The images that led to one and went on from it, each after those that it was made from. Images that the caller may
 * not see end a line.
 */
export const imageLineage = z.object({
  images: z.array(
    z.object({
      image: imageView,
      /** The instruction, shortened; null for uploads, crops and images that are gone. */
      label: z.string().nullable(),
      /** The image that it was refined from, if that is in this list. */
      baseId: imageId.nullable(),
      /** References it was made with that are in this list. */
      referenceIds: z.array(imageId),
    }),
  ),
  /** How many led here, and how many went on from here. */
  before: z.int(),
  after: z.int(),
  /** Whether more exist than are listed. */
  isCut: z.boolean(),
});
export type ImageLineage = z.infer<typeof imageLineage>;
export type LineageImage = ImageLineage["images"][number];

/** What decides which images a list, its counts and its buckets have. */
export const imageScopeQuery = z.strictObject({
  /** The language of contracts/image-query.ts. */
  query: z.string().max(QUERY_MAX_CHARS).optional(),
  /** Default: `all`. */
  view: z.enum(IMAGE_LIST_VIEWS).optional(),
  /** Only images of this collection. */
  collectionId: collectionId.optional(),
});

export const imageListQuery = imageScopeQuery.extend({
  /** Default: `manual` in a collection, else `newest`. */
  sort: z.enum(IMAGE_LIST_SORTS).optional(),
  cursor: z.string().max(100).optional(),
  /** Default: 30. */
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .transform(Number)
    .pipe(z.int().max(IMAGE_PAGE_MAX))
    .optional(),
});

/** An image with what a list shows about it, for one person. */
export const listedImage = imageView.extend({
  createdBy: z.object({ id: userId, name: z.string() }),
  turnId: turnId.nullable(),
  prompt: z.string().nullable(),
  model: z.string().nullable(),
  /** Whether the caller made it. */
  isOwn: z.boolean(),
  /** The caller's own mark. */
  isFavourite: z.boolean(),
  tags: z.array(z.object({ id: tagId, name: z.string() })),
  /** When it went to the trash. */
  trashedAt: z.iso.datetime().nullable(),
});
export type ListedImage = z.infer<typeof listedImage>;

export const imageList = z.object({
  images: z.array(listedImage),
  nextCursor: z.string().nullable(),
  /** The search that was made instead, because nothing matches as it was typed; null if it was made as typed. */
  corrected: z.string().nullable(),
});
export type ImageList = z.infer<typeof imageList>;

/** What the wall shows as one tile; without it, each image is a tile. A stack stands where its newest image is. */
const stacks = z.enum(STACK_KINDS).optional();

export const imageMonthsQuery = imageScopeQuery.extend({ stacks });

/** How many images each month (UTC) has, newest first. Months without images are left out. */
export const imageMonths = z.object({
  months: z.array(
    z.object({
      month: z.string().regex(/^\d{4}-\d\d$/),
      /** With stacks: the images of the month's tiles, wherever they were made. */
      count: z.int(),
      tiles: z.int(),
    }),
  ),
});
export type ImageMonths = z.infer<typeof imageMonths>;

export const imageBucketQuery = imageScopeQuery.extend({
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  sort: z.enum(["newest", "oldest"]).optional(),
  stacks,
  /** Leave out this many tiles of the month. Default: 0. */
  skip: z
    .string()
    .regex(/^\d{1,7}$/)
    .transform(Number)
    .optional(),
  /** The most tiles. Default: 2,000. */
  take: z
    .string()
    .regex(/^[1-9]\d{0,3}$/)
    .transform(Number)
    .pipe(z.int().max(BUCKET_MAX))
    .optional(),
});

/**
 * Images of a month as columns, in order: enough to lay out a wall. The n-th entries of all columns belong to one image.
 * The images of a stack follow each other, newest first.
 */
export const imageBucket = z.object({
  ids: z.array(imageId),
  /** Width divided by height. */
  ratios: z.array(z.number()),
  thumbhashes: z.array(z.string()),
  /** Milliseconds since 1970. */
  times: z.array(z.int()),
  favourites: z.array(z.union([z.literal(0), z.literal(1)])),
  /** 1 where the caller made it. */
  own: z.array(z.union([z.literal(0), z.literal(1)])),
  /** The number of its tile, within this bucket. */
  stacks: z.array(z.int()),
});
export type ImageBucket = z.infer<typeof imageBucket>;

export const imageCaptionsQuery = z.strictObject({
  /** Up to 60 ids, separated by commas. */
  ids: z
    .string()
    .max(60 * 37)
    .transform((text) => text.split(","))
    .pipe(z.array(imageId).min(1).max(60)),
});

/** Short names: the beginning of the instruction, or the file's name. */
export const imageCaptions = z.object({
  captions: z.array(z.object({ id: imageId, caption: z.string() })),
});
export type ImageCaptions = z.infer<typeof imageCaptions>;

/** Tags to add, by name (new ones are created), and to remove. */
export const imageTagsBody = z.strictObject({
  add: z.array(tagName).max(20).default([]),
  remove: z.array(tagName).max(20).default([]),
});

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
