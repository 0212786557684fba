import { z } from "zod";
import { generationId, threadId, turnId } from "@/lib/contracts/ids";
import { imageView } from "@/lib/contracts/images";
import { keyShown } from "@/lib/contracts/keys";

/**
 * queued → claimed → sent → received → succeeded. Any of them may end as failed or cancelled; `sent` becomes unknown if
 * the process died before the answer was complete.
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

/** Routes to the upstream. */
export const SENT_ENDPOINTS = ["chat", "generations", "edits"] as const;
export type SentEndpoint = (typeof SENT_ENDPOINTS)[number];

/** Whether generations of this endpoint go to the upstream; crops and what came with a link do not. */
export function isSentEndpoint(endpoint: string): endpoint is SentEndpoint {
  return SENT_ENDPOINTS.some((one) => one === endpoint);
}

export const generationView = z.object({
  id: generationId,
  turnId,
  threadId,
  position: z.int(),
  tryNumber: z.int(),
  state: z.enum(GENERATION_STATES),
  model: z.string(),
  /** `local`: made on this server; `copied`: taken over from a link. For both nothing was sent. */
  endpoint: z.enum([...SENT_ENDPOINTS, "local", "copied"]),
  /** Routes that refused the call unbilled before it went to `endpoint`; usually none. */
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
  /** Time of the automatic retry after an unbilled failure. */
  retryAt: z.iso.datetime().nullable(),
  queuedAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
  firstByteAt: z.iso.datetime().nullable(),
  receivedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  cancelledAt: z.iso.datetime().nullable(),
  /**
   * It ended without a picture and the upstream's answer is stored: reading it again is free
   * (`generations.lookAgain`).
   */
  hasAnswer: z.boolean(),
  /** A cancelled generation with images was answered after all; they are offered, see `generations.keep`. */
  images: z.array(imageView),
});
export type GenerationView = z.infer<typeof generationView>;

/** Confirms that a generation that may have been billed is sent again. */
export const retryBody = z.strictObject({ mayPayAgain: z.boolean() });
export const ownRetryBody = retryBody.extend({ keyShown });
export type OwnRetryBody = z.infer<typeof ownRetryBody>;
