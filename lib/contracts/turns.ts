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
 * A place in a prompt that names one of the turn's pictures by its number ("image 3"): from `start` up to `end`, in UTF-16
 * code units. The prompt itself is plain text with the numbers as the model counts: the base is 1, references follow.
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
  mentions: z.array(mention),
  settings: turnSettings,
  systemInstruction: z.string(),
  references: z.array(imageView),
  generations: z.array(generationView),
  /** The press of Send that made it: by this a browser knows a turn again whose answer it never got. */
  idempotencyKey: z.string(),
  createdAt: z.iso.datetime(),
});
export type TurnView = z.infer<typeof turnView>;

export const turnDraft = z.strictObject({
  /** Null starts a new thread. */
  threadId: threadId.nullable(),
  /** The turn this one goes on from; null makes a root (the first turn, or a sibling of it). */
  parentTurnId: turnId.nullable(),
  /** The picture that is refined; it goes upstream as the first picture. */
  baseImageId: imageId.nullable(),
  prompt: z.string().max(PROMPT_MAX_CHARS),
  /** Where the prompt names its pictures, in order. Left out: nowhere. */
  mentions: z.array(mention).max(MENTIONS_MAX).optional(),
  settings: turnSettings,
  systemInstruction: z.string().max(SYSTEM_INSTRUCTION_MAX_CHARS),
  referenceIds: z.array(imageId).max(REFERENCES_MAX),
  /** Of the thread that this turn opens; left out, as the workspace has it. An existing thread has its own. */
  visibility: z.enum(["private", "workspace"]).optional(),
});
export type TurnDraft = z.infer<typeof turnDraft>;

export const turnCreateBody = turnDraft.extend({
  /** Made by the client once per press of Send; a repeat with the same key gives the same turn. */
  idempotencyKey: z.uuid(),
  keyShown,
});
export type TurnCreateBody = z.infer<typeof turnCreateBody>;

/**
 * A turn as a program asks for it: only the words and a key are needed. With `baseImageId` and neither thread nor parent it
 * goes on from the turn that made the picture, with its settings.
 */
export const turnRequestBody = turnDraft.extend({
  threadId: threadId.nullish(),
  parentTurnId: turnId.nullish(),
  baseImageId: imageId.nullable().default(null),
  /** What is left out is the base picture's, or the default; a shape may be named in the words ("16:9"). */
  settings: turnSettings.partial().default({}),
  systemInstruction: turnDraft.shape.systemInstruction.optional(),
  referenceIds: turnDraft.shape.referenceIds.default([]),
  /** Any text, made by the client once per press of Send; a repeat with the same key gives the same turn. */
  idempotencyKey: z.string().min(1).max(IDEMPOTENCY_KEY_MAX_CHARS),
  keyShown,
});
export type TurnRequestBody = z.infer<typeof turnRequestBody>;

/** How far a turn is, for programs that wait for it. */
export const turnProgress = z.object({
  turn: turnView,
  /** False once nothing more will come of it by itself. */
  isUnderWay: z.boolean(),
  /** The pictures of all variations, in order. `original`: the path of the bytes, for the same token. */
  images: z.array(imageView.extend({ original: z.string() })),
});
export type TurnProgress = z.infer<typeof turnProgress>;

/** What will go upstream, or went: messages with pictures named, never their bytes. */
export const requestPreview = z.object({
  endpoint: z.enum(["chat", "generations", "edits"]),
  method: z.literal("POST"),
  path: z.string(),
  model: z.string(),
  /**
   * Where the same call goes by itself should this route refuse it, unbilled, as saturated or not serving the model; null where
   * it stays.
   */
  otherRoute: z.enum(["chat", "generations", "edits"]).nullable(),
  /** Of a turn that was sent: how many of its pictures a route refused, unbilled, and which one was asked instead. */
  changedRoutes: z.array(
    z.object({
      from: z.enum(["chat", "generations", "edits"]),
      to: z.enum(["chat", "generations", "edits"]),
      count: z.int(),
    }),
  ),
  /** Parameters beside messages and pictures: size, temperature, response_format … */
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
  /** The whole body, in bytes, pictures included. */
  byteCount: z.int(),
  /** How many earlier instructions were left out to stay within bounds. */
  omittedInstructions: z.int(),
});
export type RequestPreview = z.infer<typeof requestPreview>;
