import { z } from "zod";
import { doorCount, compatSize, given } from "@/lib/contracts/door-images";
import { compatMessage } from "@/lib/contracts/door-message";
import { TEMPERATURE_MAX } from "@/lib/contracts/limits";

/**
 * What programs send to the OpenAI-compatible door. Not strict: OpenAI's clients send many keys that mean nothing here.
 * What is named must be of its kind, and null counts as left out.
 */

/** Names the thread that a picture goes to, in place of the day's own. */
export const DOOR_THREAD_HEADER = "x-pentimento-thread";
/** `data`: chat answers with the picture itself, as a data URL. */
export const COMPAT_IMAGE_HEADER = "x-pentimento-image";
/** Says which turn an answer belongs to. */
export const DOOR_TURN_HEADER = "x-pentimento-turn";
/** Says what size was asked for and what was made of it: `asked="1024x1024", made="1:1"`. */
export const DOOR_SIZE_HEADER = "x-pentimento-size";
/** A repeat under the same key gives the same turn. */
export const IDEMPOTENCY_HEADER = "idempotency-key";

/** Pictures travel in the body as base64. */
export const COMPAT_BODY_MAX_BYTES = 64 * 1024 * 1024;

export const chatRequest = z.object({
  model: z.string().min(1),
  messages: z.array(compatMessage).min(1),
  n: given(doorCount),
  /** Not OpenAI's: the size, as on the Images endpoints. */
  size: given(compatSize),
  aspect_ratio: given(compatSize),
  /** OpenRouter's way to ask for the same. */
  image_config: z
    .object({ aspect_ratio: given(compatSize), image_size: given(compatSize) })
    .nullish(),
  temperature: given(z.number().min(0).max(TEMPERATURE_MAX)),
  stream: given(z.boolean()),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
});
export type ChatRequest = z.output<typeof chatRequest>;
