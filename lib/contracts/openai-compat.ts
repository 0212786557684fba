import { z } from "zod";
import { compatCount, compatSize, blankAsAbsent } from "@/lib/contracts/openai-compat-images";
import { compatMessage } from "@/lib/contracts/openai-compat-message";
import { TEMPERATURE_MAX } from "@/lib/contracts/limits";

/**
 * Requests of the OpenAI-compatible API. Not strict: OpenAI's clients send many keys without a meaning here. Known keys
 * must have their type, and null counts as absent.
 */

/** Request header with the thread for the picture, instead of the thread of the day. */
export const COMPAT_THREAD_HEADER = "x-pentimento-thread";
/** `data`: a chat reply contains the picture as a data URL. */
export const COMPAT_IMAGE_HEADER = "x-pentimento-image";
/** Reply header with the turn. */
export const COMPAT_TURN_HEADER = "x-pentimento-turn";
/** Reply header with the requested size and the one made: `asked="1024x1024", made="1:1"`. */
export const COMPAT_SIZE_HEADER = "x-pentimento-size";
/** A repeated request with the same key returns the same turn. */
export const IDEMPOTENCY_HEADER = "idempotency-key";

/** Large, because pictures are sent as base64. */
export const COMPAT_BODY_MAX_BYTES = 64 * 1024 * 1024;

export const chatRequest = z.object({
  model: z.string().min(1),
  messages: z.array(compatMessage).min(1),
  n: blankAsAbsent(compatCount),
  /** Not in OpenAI's API: the size, as on the Images endpoints. */
  size: blankAsAbsent(compatSize),
  aspect_ratio: blankAsAbsent(compatSize),
  /** OpenRouter's form of the same. */
  image_config: z
    .object({ aspect_ratio: blankAsAbsent(compatSize), image_size: blankAsAbsent(compatSize) })
    .nullish(),
  temperature: blankAsAbsent(z.number().min(0).max(TEMPERATURE_MAX)),
  stream: blankAsAbsent(z.boolean()),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
});
export type ChatRequest = z.output<typeof chatRequest>;
