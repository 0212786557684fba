import { z } from "zod";
import { TEMPERATURE_MAX, VARIATIONS_MAX } from "@/lib/contracts/limits";

/**
 * What programs send to the OpenAI-compatible door. Not strict: OpenAI's clients send many keys that mean nothing here.
 * What is named must be of its kind, and null counts as left out.
 */

/** Names the thread that a picture goes to, in place of the day's own. */
export const DOOR_THREAD_HEADER = "x-pentimento-thread";
/** `data`: chat answers with the picture itself, as a data URL. */
export const DOOR_IMAGE_HEADER = "x-pentimento-image";
/** Says which turn an answer belongs to. */
export const DOOR_TURN_HEADER = "x-pentimento-turn";
/** A repeat under the same key gives the same turn. */
export const IDEMPOTENCY_HEADER = "idempotency-key";

/** Pictures travel in the body as base64. */
export const DOOR_BODY_MAX_BYTES = 64 * 1024 * 1024;

const textPart = z.object({ type: z.literal("text"), text: z.string() });
const imagePart = z.object({
  type: z.literal("image_url"),
  image_url: z.union([
    z.string().transform((url) => ({ url })),
    z.object({ url: z.string().min(1) }),
  ]),
});
const refusalPart = z.object({ type: z.literal("refusal"), refusal: z.string() });

const texts = z.union([z.string(), z.array(textPart)]);

export const doorMessage = z.discriminatedUnion("role", [
  z.object({ role: z.literal("system"), content: texts }),
  z.object({ role: z.literal("developer"), content: texts }),
  z.object({
    role: z.literal("user"),
    content: z.union([
      z.string(),
      z.array(z.discriminatedUnion("type", [textPart, imagePart])).min(1),
    ]),
  }),
  z.object({
    role: z.literal("assistant"),
    content: z
      .union([z.string(), z.array(z.discriminatedUnion("type", [textPart, refusalPart]))])
      .nullish(),
  }),
  // Tools mean nothing here, and their answers are no instruction.
  z.object({ role: z.literal("tool") }),
  z.object({ role: z.literal("function") }),
]);
export type DoorMessage = z.output<typeof doorMessage>;

const count = z.int().min(1).max(VARIATIONS_MAX).nullish();
const size = z.string().max(20).nullish();

export const chatRequest = z.object({
  model: z.string().min(1),
  messages: z.array(doorMessage).min(1),
  n: count,
  /** Not OpenAI's: the exact pixels, as on the Images endpoints. */
  size,
  temperature: z.number().min(0).max(TEMPERATURE_MAX).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
});
export type ChatRequest = z.output<typeof chatRequest>;

export const imagesRequest = z.object({
  model: z.string().min(1).nullish(),
  prompt: z.string(),
  n: count,
  size,
  response_format: z.enum(["url", "b64_json"]).nullish(),
  /** One picture comes at once, so there is nothing to stream; better said than left hanging. */
  stream: z.literal(false, { error: "streaming is offered on /v1/chat/completions" }).nullish(),
  mask: z.null({ error: "masks are not supported: say in words what should change" }).optional(),
});
export type ImagesRequest = z.output<typeof imagesRequest>;
