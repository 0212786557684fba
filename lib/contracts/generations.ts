import { z } from "zod";
import { generationId, threadId, turnId } from "@/lib/contracts/ids";
import { imageView } from "@/lib/contracts/images";
import { keyShown } from "@/lib/contracts/keys";

/**
 * queued → claimed → sent → received → succeeded; any of them may end as failed or cancelled,
 * and `sent` becomes unknown when the process died before the answer was whole.
 */
export const GENERATION_STATES = [
  "queued",
  "claimed",
  "sent",
  "received",
  "succeeded",
  "failed",
  "unknown",
  "cancelled",
] as const;
export type GenerationState = (typeof GENERATION_STATES)[number];

export const generationView = z.object({
  id: generationId,
  turnId,
  threadId,
  position: z.int(),
  tryNumber: z.int(),
  state: z.enum(GENERATION_STATES),
  model: z.string(),
  /** `local`: made on this machine, nothing was sent. */
  endpoint: z.enum(["chat", "generations", "edits", "local"]),
  /** The routes that refused the call before, unbilled, and gave way to `endpoint`; mostly none. */
  refusedRoutes: z.array(z.enum(["chat", "generations", "edits"])),
  isSandbox: z.boolean(),
  priceMicroUsd: z.int(),
  costMicroUsd: z.int().nullable(),
  billed: z.enum(["no", "yes", "unknown"]).nullable(),
  failureCode: z.string().nullable(),
  failureHint: z.enum(["drop_to_2k"]).nullable(),
  /** The model's own words: a refusal, a question. */
  modelWords: z.string().nullable(),
  attempts: z.int(),
  /** When an unbilled, retryable answer will be tried again by itself. */
  retryAt: z.iso.datetime().nullable(),
  queuedAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
  firstByteAt: z.iso.datetime().nullable(),
  receivedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  cancelledAt: z.iso.datetime().nullable(),
  /** It ended without a picture, and what the upstream answered is kept: reading it again is free (`generations.lookAgain`). */
  hasAnswer: z.boolean(),
  /** A cancelled generation that carries images was answered after all: they are offered, see `generations.keep`. */
  images: z.array(imageView),
});
export type GenerationView = z.infer<typeof generationView>;

/** `unknown` may have been billed: sending again needs the person's word. */
export const retryBody = z.strictObject({ mayPayAgain: z.boolean() });
/** One's own word: it is one's own key that counts. */
export const ownRetryBody = retryBody.extend({ keyShown });
export type OwnRetryBody = z.infer<typeof ownRetryBody>;
