import { z } from "zod";
import { generationView } from "@/lib/contracts/generations";
import { imageId, threadId, turnId, userId } from "@/lib/contracts/ids";
import { imageView } from "@/lib/contracts/images";
import { keyShown } from "@/lib/contracts/keys";
import {
  MENTIONS_MAX,
  IDEMPOTENCY_KEY_MAX_CHARS,
  PROMPT_MAX_CHARS,
  REFERENCES_MAX,
  SYSTEM_INSTRUCTION_MAX_CHARS,
} from "@/lib/contracts/limits";
import { turnSettings } from "@/lib/contracts/settings";

/**
 * A range in a prompt that names one of the turn's pictures by its number ("image 3"): from `start` up to `end`, in
 * UTF-16 code units. The prompt itself is plain text with the numbers as the model counts: the base is 1, references
 * follow.
 */
export const mention = z.strictObject({ start: z.int().min(0), end: z.int().min(1), imageId });
export type Mention = z.infer<typeof mention>;

export const turnView = z.object({
  id: turnId,
  threadId,
  parentTurnId: turnId.nullable(),
  baseImage: imageView.nullable(),
  createdBy: z.object({ id: userId, name: z.string() }),
  prompt: z.string(),
  /** The subject of its prompt in at most six words. */
  label: z.string(),
  mentions: z.array(mention),
  settings: turnSettings,
  systemInstruction: z.string(),
  references: z.array(imageView),
  generations: z.array(generationView),
  /**
   * Whose work it is, for a turn that came with a link: what the link called it, and who made its picture; null where
   * the link hid that.
   */
  credit: z.object({ title: z.string().nullable(), by: z.string().nullable() }).nullable(),
  /** The idempotency key of the request that created it; a client recognises its turn by it when the reply was lost. */
  idempotencyKey: z.string(),
  createdAt: z.iso.datetime(),
});
export type TurnView = z.infer<typeof turnView>;

export const turnDraft = z.strictObject({
  /** Null starts a new thread. */
  threadId: threadId.nullable(),
  /** The turn to continue from; null creates a root (the first turn, or a sibling of it). */
  parentTurnId: turnId.nullable(),
  /** The image to refine; sent upstream as the first picture. */
  baseImageId: imageId.nullable(),
  prompt: z.string().max(PROMPT_MAX_CHARS),
  /** The ranges where the prompt names its pictures, in order. Default: none. */
  mentions: z.array(mention).max(MENTIONS_MAX).optional(),
  settings: turnSettings,
  systemInstruction: z.string().max(SYSTEM_INSTRUCTION_MAX_CHARS),
  referenceIds: z.array(imageId).max(REFERENCES_MAX),
  /** Visibility of the thread that this turn creates; default: the workspace's. Ignored for an existing thread. */
  visibility: z.enum(["private", "workspace"]).optional(),
});
export type TurnDraft = z.infer<typeof turnDraft>;

export const turnCreateBody = turnDraft.extend({
  /** Created by the client once per click on Send; a repeated request with the same key returns the same turn. */
  idempotencyKey: z.uuid(),
  keyShown,
});
export type TurnCreateBody = z.infer<typeof turnCreateBody>;

/**
 * A turn as an API client requests it: only a prompt and a key are required. With `baseImageId` and neither thread nor
 * parent it continues from the turn that made the image, with its settings.
 */
export const turnRequestBody = turnDraft.extend({
  threadId: threadId.nullish(),
  parentTurnId: turnId.nullish(),
  baseImageId: imageId.nullable().default(null),
  /** Missing settings are the base image's, or the defaults; the shape may be named in the prompt ("16:9"). */
  settings: turnSettings.partial().default({}),
  systemInstruction: turnDraft.shape.systemInstruction.optional(),
  referenceIds: turnDraft.shape.referenceIds.default([]),
  /** Any text, created by the client once per request; a repeated request with the same key returns the same turn. */
  idempotencyKey: z.string().min(1).max(IDEMPOTENCY_KEY_MAX_CHARS),
  keyShown,
});
export type TurnRequestBody = z.infer<typeof turnRequestBody>;

/** Progress of a turn, for clients that wait for it. */
export const turnProgress = z.object({
  turn: turnView,
  /** False once nothing more will happen automatically. */
  isUnderWay: z.boolean(),
  /** The images of all variations, in order. `original`: the path of the bytes, for the same token. */
  images: z.array(imageView.extend({ original: z.string() })),
});
export type TurnProgress = z.infer<typeof turnProgress>;

/** The upstream request of a turn, sent or not: messages with pictures by name, never their bytes. */
export const requestPreview = z.object({
  endpoint: z.enum(["chat", "generations", "edits"]),
  method: z.literal("POST"),
  path: z.string(),
  model: z.string(),
  /**
   * The fallback route if this one refuses the call unbilled, as saturated or not serving the model; null if there is
   * none.
   */
  otherRoute: z.enum(["chat", "generations", "edits"]).nullable(),
  /** For a sent turn: how many of its pictures one route refused unbilled, and the route used instead. */
  changedRoutes: z.array(
    z.object({
      from: z.enum(["chat", "generations", "edits"]),
      to: z.enum(["chat", "generations", "edits"]),
      count: z.int(),
    }),
  ),
  /** Parameters besides messages and pictures: size, temperature, response_format … */
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  messages: z.array(
    z.object({
      role: z.enum(["system", "user", "assistant"]),
      parts: z.array(
        z.discriminatedUnion("type", [
          z.object({ type: z.literal("text"), text: z.string() }),
          z.object({
            type: z.literal("image"),
            imageId,
            label: z.string(),
            media: z.string(),
            byteCount: z.int(),
            width: z.int(),
            height: z.int(),
          }),
        ]),
      ),
    }),
  ),
  /** Size of the whole body in bytes, pictures included. */
  byteCount: z.int(),
  /** How many earlier instructions were left out to stay within the limits. */
  omittedInstructions: z.int(),
});
export type RequestPreview = z.infer<typeof requestPreview>;
