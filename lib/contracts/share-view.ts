import { z } from "zod";
import { imageId, turnId } from "@/lib/contracts/ids";
import {
  SHARE_DOWNLOADS,
  SHARE_KINDS,
  SHARE_PASSWORD_MAX_CHARS,
} from "@/lib/contracts/share-choices";
import { SHAPES, TIERS } from "@/lib/contracts/shapes";

/** What visitors of a share get. Nothing else of the studio reaches them; what the share hides is null or left out. */

const sharedImage = z.object({
  id: imageId,
  width: z.int(),
  height: z.int(),
  /** Base64. */
  thumbhash: z.string(),
  /** Made of the prompt, so empty where prompts are hidden. */
  alt: z.string(),
  createdAt: z.iso.datetime(),
  /** The image that it was refined from, if that is shown too. */
  parentId: imageId.nullable(),
  prompt: z.string().nullable(),
  settings: z
    .object({
      model: z.string(),
      shape: z.enum(SHAPES),
      tier: z.enum(TIERS).nullable(),
      temperature: z.number().nullable(),
    })
    .nullable(),
  /** Who made it. */
  by: z.string().nullable(),
});
export type SharedImage = z.infer<typeof sharedImage>;

const sharedStep = z.object({
  id: turnId,
  /** The nearest step above it that is shown. */
  parentId: turnId.nullable(),
  /** The image that it refines, if that is shown. */
  baseImageId: imageId.nullable(),
  imageIds: z.array(imageId),
  /** Images it was made with, if references are shown. */
  referenceIds: z.array(imageId),
  instruction: z.string().nullable(),
  by: z.string().nullable(),
  /** Images in progress; always 0 in a snapshot. */
  underWay: z.int(),
  createdAt: z.iso.datetime(),
});
export type SharedStep = z.infer<typeof sharedStep>;

export const shareData = z.object({
  /** Changes with everything below. */
  version: z.string(),
  kind: z.enum(SHARE_KINDS),
  /** Null where it would reveal a prompt, and for a selection. */
  title: z.string().nullable(),
  /** Whether it follows its target; if so, `events` tells about changes. */
  isLive: z.boolean(),
  mayComment: z.boolean(),
  /** Whether signed-in visitors may continue in their own studio; see contracts/share-continue.ts. */
  mayContinue: z.boolean(),
  downloads: z.enum(SHARE_DOWNLOADS),
  shows: z.object({
    prompts: z.boolean(),
    references: z.boolean(),
    settings: z.boolean(),
    names: z.boolean(),
  }),
  /** Who shared it. */
  by: z.string().nullable(),
  /** The workspace's name, where names are shown; null for a personal workspace. */
  workspace: z.string().nullable(),
  /** When it ends; null: until it is revoked. */
  expiresAt: z.iso.datetime().nullable(),
  /** In order: by hand, or oldest first. At most 2,000. */
  images: z.array(sharedImage),
  /** Images that are shown only with others: what a single image was refined from, and references. */
  others: z.array(sharedImage),
  /** For a thread, oldest first. Steps without an image are left out, unless one is in progress. */
  steps: z.array(sharedStep),
  /** For a collection; else empty. */
  description: z.string(),
});
export type ShareData = z.infer<typeof shareData>;

export const shareUnlockBody = z.strictObject({
  password: z.string().min(1).max(SHARE_PASSWORD_MAX_CHARS),
});
