import { z } from "zod";
import { VARIATIONS_MAX } from "@/lib/contracts/limits";
import { kindOf } from "@/lib/contracts/openai-compat-picture";
import { PICTURE_FORMATS } from "@/lib/contracts/picture-format";

/** The body of the Images endpoints, JSON or form. Keys not listed here are ignored, except those refused by name. */

/** Treats "" as absent, because clients send it for empty inputs. */
export function blankAsAbsent<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(
    (value) => (typeof value === "string" && value.trim() === "" ? undefined : value),
    schema.nullish(),
  );
}

const oneOf = <const Values extends readonly string[]>(values: Values) =>
  z.enum(values, { error: ({ input }) => `${values.join(", ")}, not ${kindOf(input)}` });

export const compatCount = z.int().min(1).max(VARIATIONS_MAX);
export const compatSize = z.string().max(40);

export const imagesRequest = z.object({
  model: blankAsAbsent(z.string()),
  prompt: z.string(),
  n: blankAsAbsent(compatCount),
  size: blankAsAbsent(compatSize),
  /** Not in OpenAI's API, but common elsewhere: only the shape, "16:9". */
  aspect_ratio: blankAsAbsent(compatSize),
  response_format: blankAsAbsent(oneOf(["url", "b64_json"])),
  output_format: blankAsAbsent(oneOf(PICTURE_FORMATS)),
  output_compression: blankAsAbsent(z.int().min(0).max(100)),
  /** Only echoed in the reply; the models have no such setting. */
  quality: z
    .unknown()
    .optional()
    .transform((value) => (typeof value === "string" ? value.slice(0, 20) : "")),
  /** The picture arrives as a whole, so there is nothing to stream. Refuse instead of leaving the client waiting. */
  stream: blankAsAbsent(
    z.literal(false, { error: "streaming is offered on /v1/chat/completions" }),
  ),
});
export type ImagesRequest = z.output<typeof imagesRequest>;

/**
 * Keys that hold pictures, in counting order: the very first picture is the base. Keys that mean "change this one" come
 * before those that mean "like these".
 */
export const PICTURE_KEYS = [
  "image",
  "images",
  "image_url",
  "image_urls",
  "init_image",
  "init_images",
  "input_image",
  "input_images",
  "input_image_url",
  "input_image_urls",
  "source_image",
  "reference_image",
  "reference_images",
  "reference_image_url",
  "reference_image_urls",
  "input_reference",
  "input_references",
  "ref_image",
  "ref_images",
] as const;

/** A key that would change the picture but that no model here supports. */
type Refusal = { hint: string; isMet?: (value: unknown) => boolean };

const MASKS = { hint: "masks are not supported: say in words what should change" };
const NEGATIVE = { hint: "not supported: say in the prompt what should not be there" };
const TRANSPARENT = "opaque or auto: no model here draws on a transparent background";
const GUIDES = { hint: "not supported: send the picture as a reference and say in words how" };
const ADAPTERS = { hint: "not supported: the models take no adapters" };
const FILE_IDS = { hint: "files are not kept here: send the picture itself or its address" };

/** Keys refused by name; a value that requests nothing is ignored. */
export const REFUSED_KEYS: Readonly<Record<string, Refusal>> = {
  mask: MASKS,
  mask_image: MASKS,
  mask_image_url: MASKS,
  mask_url: MASKS,
  mask_prompt: MASKS,
  markup: MASKS,
  negative_prompt: NEGATIVE,
  negativePrompt: NEGATIVE,
  negative_prompts: NEGATIVE,
  background: {
    hint: TRANSPARENT,
    isMet: (value) => value === "opaque" || value === "auto",
  },
  transparent: { hint: TRANSPARENT },
  transparent_background: { hint: TRANSPARENT },
  remove_background: { hint: TRANSPARENT },
  control_image: GUIDES,
  control_images: GUIDES,
  controlnet: GUIDES,
  controlnets: GUIDES,
  style_image: GUIDES,
  style_images: GUIDES,
  style_reference: GUIDES,
  style_reference_images: GUIDES,
  lora: ADAPTERS,
  loras: ADAPTERS,
  ip_adapter: ADAPTERS,
  ip_adapters: ADAPTERS,
  file_id: FILE_IDS,
  file_ids: FILE_IDS,
  tiling: { hint: "not supported: the models draw no seamless tiles" },
};
