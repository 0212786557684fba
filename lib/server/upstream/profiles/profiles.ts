import "server-only";
import { z } from "zod";
import { SHAPES, TIERS, type Shape, type Tier } from "@/lib/contracts/shapes";
import defaults from "./profiles.json";
import { readProfileFile } from "./profile-file";

/** `WIDTHxHEIGHT` in pixels, with a plain x. */
const pixels = z.string().regex(/^[1-9]\d{1,4}x[1-9]\d{1,4}$/, "a size reads like 2048x1152");

const perShape = <T extends z.ZodType>(value: T) => z.record(z.enum(SHAPES), value);

const PLAIN_WORDING = Object.fromEntries(
  SHAPES.map((shape) => [shape, `{prompt}, ${shape}`]),
) as Record<Shape, string>;

const profileFields = z.strictObject({
  /** Sent upstream as `model`. */
  id: z.string().min(1).max(100),
  label: z.string().min(1).max(100),
  endpoints: z.array(z.enum(["chat", "generations", "edits"])).min(1),
  /**
   * `images`: every turn goes to generations or edits. `chat`: a turn without an exact size goes to chat. Default:
   * chat if the model has it.
   */
  preferredRoute: z.enum(["chat", "images"]).optional(),
  /**
   * Switch to the other route when this one is saturated or does not serve the model, and the refusal is known to be
   * unbilled?
   */
  mayChangeRoute: z.boolean().default(false),
  /** How the prompt words a shape when no size is sent. `{prompt}` marks the instruction. */
  shapeWording: perShape(
    z.string().refine((text) => text.includes("{prompt}"), "the wording needs {prompt}"),
  ).default(PLAIN_WORDING),
  /** Exact pixels by tier and shape on the images routes. Null: the model takes no `size`, none is sent. */
  exactSizes: z.record(z.enum(TIERS), perShape(pixels)).nullable(),
  /** On the images routes, the tier used for a shape without one. */
  defaultTier: z.enum(TIERS).default("1K"),
  references: z.strictObject({
    maxCount: z.int().min(0),
    formats: z.array(z.enum(["image/png", "image/jpeg", "image/webp"])).min(1),
    /** Hard limit of the provider, bytes. */
    maxBytesEach: z.int().positive(),
    /** What the provider recommends for reliable calls, bytes. */
    advisedBytesEach: z.int().positive(),
    advisedBytesTotal: z.int().positive(),
    /** Longest edge worth sending, pixels. */
    maxEdgePx: z.int().positive(),
  }),
  /** The multipart field of the images on edits, repeated: `image`, or `image[]` at OpenAI. */
  imageField: z
    .string()
    .regex(/^[A-Za-z_]\w{0,63}(\[\])?$/, "a field reads like image or image[]")
    .default("image"),
  /** Does the model use images in earlier messages? We always send them in the last one. */
  historyPicturesCount: z.boolean(),
  timeLimitsMs: z.strictObject({ standard: z.int().positive(), fourK: z.int().positive() }),
  /** Millionths of a US dollar per image: 30,000 is $0.03. */
  priceMicroUsd: z.int().min(0),
  /**
   * Values for `response_format`, preferred first. Either form is accepted in the answer. Empty: `response_format` is
   * not sent, because OpenAI's own models refuse it.
   */
  responseForms: z.array(z.enum(["b64_json", "url"])),
});

/**
 * What one model can do and what it costs. This is data, because models, sizes and prices change every few weeks. The
 * checked-in values come from the provider's documentation.
 */
export const modelProfile = profileFields
  .superRefine(({ endpoints, preferredRoute, references }, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: "custom", path: [field], message });
    const hasChat = endpoints.includes("chat");
    const canDraw = hasChat || endpoints.includes("generations");
    if (!canDraw) refuse("endpoints", "expected chat or generations among them");
    if (preferredRoute === "chat" && !hasChat) {
      refuse("preferredRoute", 'expected "chat" among the endpoints for this route');
    }
    if (preferredRoute === "images" && canDraw && !endpoints.includes("generations")) {
      refuse("preferredRoute", 'expected "generations" among the endpoints for this route');
    }
    if (references.maxCount > 0 && !hasChat && !endpoints.includes("edits")) {
      refuse(
        "references",
        "expected maxCount 0, since neither chat nor edits is among the endpoints",
      );
    }
  })
  .transform((profile) => ({
    ...profile,
    preferredRoute:
      profile.preferredRoute ?? (profile.endpoints.includes("chat") ? "chat" : "images"),
  }));
export type ModelProfile = z.output<typeof modelProfile>;

const builtInModels = z.strictObject({ models: z.array(modelProfile).min(1) });

const profileFile = z.strictObject({
  /** Which built-in models to keep: all (true), none (false), or those with these ids. */
  builtIn: z
    .union([z.boolean(), z.array(z.string())], {
      error: "expected true, false or a list of ids of built-in models to keep",
    })
    .default(true),
  models: z.array(modelProfile).default([]),
});

/**
 * Loads the models in display order; the first is the default.
 * @param overridePath a JSON file, `{"builtIn": true | false | [ids], "models": […]}`. A model with a built-in id
 * replaces that model; a new id is appended. `builtIn` says which built-in models stay.
 * @throws Error with one line that names the file, the field and the expected value
 */
export function loadProfiles(overridePath?: string): ModelProfile[] {
  const builtIn = builtInModels.parse(defaults).models;
  if (!overridePath) return builtIn;
  const file = readProfileFile(overridePath, profileFile);
  const refuse = (field: string, message: string): never => {
    throw new Error(`The model profiles in ${overridePath} are wrong at ${field}: ${message}`);
  };
  const known = builtIn.map(({ id }) => id);
  const kept = file.builtIn === true ? known : file.builtIn === false ? [] : file.builtIn;
  for (const [index, id] of kept.entries()) {
    if (!known.includes(id)) {
      refuse(`builtIn.${index}`, `expected one of ${known.join(", ")}, received ${id}`);
    }
  }
  for (const [index, { id }] of file.models.entries()) {
    if (file.models.findIndex((other) => other.id === id) !== index) {
      refuse(`models.${index}.id`, `expected another id, since ${id} is in the list already`);
    }
  }
  const models = builtIn.filter(({ id }) => kept.includes(id));
  for (const model of file.models) {
    const position = models.findIndex(({ id }) => id === model.id);
    if (position >= 0) models[position] = model;
    else models.push(model);
  }
  if (models.length === 0) refuse("models", "expected a model, since no built-in one is kept");
  return models;
}

/** Exact pixels for a shape and tier, or null if the model has none. */
export function exactSizeOf(profile: ModelProfile, shape: Shape, tier: Tier): string | null {
  return profile.exactSizes?.[tier][shape] ?? null;
}

/** The tier of an exact size, or null if the profile does not offer it. */
export function tierOf(profile: ModelProfile, size: string): Tier | null {
  if (!profile.exactSizes) return null;
  for (const tier of TIERS) {
    if (Object.values(profile.exactSizes[tier]).includes(size)) return tier;
  }
  return null;
}
