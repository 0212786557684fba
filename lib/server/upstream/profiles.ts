import "server-only";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { SHAPES, TIERS, type Shape, type Tier } from "@/lib/contracts/shapes";
import defaults from "./profiles.json";

/** `WIDTHxHEIGHT` in pixels, with a plain x. */
const pixels = z.string().regex(/^[1-9]\d{1,4}x[1-9]\d{1,4}$/, "a size reads like 2048x1152");

const perShape = <T extends z.ZodType>(value: T) => z.record(z.enum(SHAPES), value);

/**
 * What one model can do, and what it costs. Data, not code: models, sizes and prices move every few weeks.
 * The checked-in values are what the provider documents.
 */
export const modelProfile = z.strictObject({
  /** Goes upstream as `model`. */
  id: z.string().min(1).max(200),
  label: z.string().min(1).max(100),
  endpoints: z.array(z.enum(["chat", "generations", "edits"])).min(1),
  /** How the shape is asked for in words on the chat endpoint, which has no `size`. `{prompt}` is where the instruction goes. */
  shapeWording: perShape(
    z.string().refine((text) => text.includes("{prompt}"), "the wording needs {prompt}"),
  ),
  /** Exact pixels by tier and shape on the strict endpoints; null where the model ignores `size`. */
  exactSizes: z.record(z.enum(TIERS), perShape(pixels)).nullable(),
  references: z.strictObject({
    maxCount: z.int().min(0),
    formats: z.array(z.enum(["image/png", "image/jpeg", "image/webp"])).min(1),
    /** Hard limit of the provider, bytes. */
    maxBytesEach: z.int().positive(),
    /** What the provider advises for reliable calls, bytes. */
    advisedBytesEach: z.int().positive(),
    advisedBytesTotal: z.int().positive(),
    /** Longest edge worth sending, pixels. */
    maxEdgePx: z.int().positive(),
  }),
  /** Does the model look at pictures in earlier messages? We send them in the last one whatever this says. */
  historyPicturesCount: z.boolean(),
  timeLimitsMs: z.strictObject({ standard: z.int().positive(), fourK: z.int().positive() }),
  /** Millionths of a US dollar per picture: 30,000 is $0.03. */
  priceMicroUsd: z.int().min(0),
  /** What to ask for as `response_format`, the first being preferred. Either form is accepted in the answer. */
  responseForms: z.array(z.enum(["b64_json", "url"])).min(1),
});
export type ModelProfile = z.infer<typeof modelProfile>;

const profileFile = z.strictObject({ models: z.array(modelProfile).min(1) });

/**
 * The models on offer, in the order in which they are shown; the first is the default.
 * @param overridePath a JSON file of the same form (`{"models": […]}`). A model with a known id replaces the checked-in
 *   one in place, a new id is added at the end.
 * @throws Error with one line that names the file and the field, when the file is missing or wrong
 */
export function loadProfiles(overridePath?: string): ModelProfile[] {
  const models = profileFile.parse(defaults).models;
  if (!overridePath) return models;
  for (const model of readOverride(overridePath)) {
    const known = models.findIndex((candidate) => candidate.id === model.id);
    if (known >= 0) models[known] = model;
    else models.push(model);
  }
  return models;
}

function readOverride(path: string): ModelProfile[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`The model profiles in ${path} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const parsed = profileFile.safeParse(content);
  if (parsed.success) return parsed.data.models;
  const [issue] = parsed.error.issues;
  throw new Error(
    `The model profiles in ${path} are wrong at ${issue?.path.join(".") || "the top"}: ${issue?.message}`,
  );
}

/** Exact pixels for a shape and tier, or null where the model has none. */
export function exactSizeOf(profile: ModelProfile, shape: Shape, tier: Tier): string | null {
  return profile.exactSizes?.[tier][shape] ?? null;
}

/** The tier that an exact size belongs to, or null when the profile does not offer that size. */
export function tierOf(profile: ModelProfile, size: string): Tier | null {
  if (!profile.exactSizes) return null;
  for (const tier of TIERS) {
    if (Object.values(profile.exactSizes[tier]).includes(size)) return tier;
  }
  return null;
}
