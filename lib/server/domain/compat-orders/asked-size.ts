import "server-only";
import type { TurnSettings } from "@/lib/contracts/settings";
import { ratioOf, type Shape, SHAPES, TIERS } from "@/lib/contracts/shapes";
import { parsePixels, type Pixels } from "@/lib/contracts/pixels";
import { defaultSettings, findAskedSize, modelProfiles } from "@/lib/server/domain/upstream/models";
import { readShape } from "@/lib/server/domain/compat-orders/shape-in-words";
import { AppError } from "@/lib/server/errors";
import type { ModelProfile } from "@/lib/server/upstream/profiles/profiles";

/**
 * The profile of a model by its id; without one, the default.
 * @throws AppError `unknown_model`
 */
export function findCompatModel(model: string | null | undefined): ModelProfile {
  const profiles = modelProfiles();
  const profile = model
    ? profiles.find(({ id }) => id === model)
    : (profiles.find(({ id }) => id === defaultSettings().model) ?? profiles[0]);
  if (profile !== undefined) return profile;
  const hint = `available: ${profiles.map(({ id }) => id).join(", ")}`;
  throw new AppError("unknown_model", { field: "model", details: { hint } });
}

/**
 * Sizes that OpenAI's clients send by default, often hard-coded: they map to the nearest shape instead of being
 * refused.
 */
const USUAL_SIZES = new Set([
  "256x256",
  "512x512",
  "1024x1024",
  "1536x1024",
  "1024x1536",
  "1792x1024",
  "1024x1792",
]);

/**
 * The settings for `size`. Exact pixels of the profile give a shape and a tier, "16:9" a shape, "2K" a tier, "auto"
 * neither. Other pixels give the nearest shape if they are among OpenAI's own sizes, or if the model takes no size at
 * all.
 * @param shapeOtherwise the shape if `size` names none
 * @throws AppError `size_not_offered` for all others, with the sizes on offer
 */
export function chipsOfSize(
  profile: ModelProfile,
  size: string | null | undefined,
  shapeOtherwise: Shape,
): Pick<TurnSettings, "shape" | "tier"> {
  const normalised = normaliseSize(size);
  const sizes = profile.exactSizes;
  if (normalised === "auto") return { shape: shapeOtherwise, tier: null };
  const tierNamed = TIERS.find((tier) => tier.toLowerCase() === normalised);
  if (tierNamed !== undefined) return { shape: shapeOtherwise, tier: sizes && tierNamed };
  for (const tier of sizes === null ? [] : TIERS) {
    const shape = SHAPES.find((candidate) => sizes?.[tier][candidate] === normalised);
    if (shape !== undefined) return { shape, tier };
  }
  const isShape =
    normalised.includes(":") || SHAPES.some((shape) => shape === normalised.replace("x", ":"));
  const named = isShape ? readRatio(normalised) : null;
  if (named !== null) return { shape: named, tier: null };
  const pixels = parsePixels(normalised);
  if (pixels !== null && (sizes === null || USUAL_SIZES.has(normalised))) {
    return { shape: nearestShape(pixels), tier: null };
  }
  throw new AppError("size_not_offered", {
    field: "size",
    details: { hint: offeredSizes(profile) },
  });
}

/**
 * The shape of an `aspect_ratio`; null if it is omitted or "auto".
 * @throws AppError `size_not_offered` for a malformed ratio
 */
export function shapeOfRatio(ratio: string | null | undefined): Shape | null {
  const normalised = normaliseSize(ratio);
  if (normalised === "auto") return null;
  const shape = readRatio(normalised);
  if (shape !== null) return shape;
  const hint = `a ratio reads like 16:9; available: ${SHAPES.join(", ")}`;
  throw new AppError("size_not_offered", { field: "aspect_ratio", details: { hint } });
}

function readRatio(plain: string): Shape | null {
  const [, width, height] = /^(\d{1,5}(?:\.\d+)?)[:x](\d{1,5}(?:\.\d+)?)$/.exec(plain) ?? [];
  const ratio = { width: Number(width), height: Number(height) };
  return ratio.width > 0 && ratio.height > 0 ? nearestShape(ratio) : null;
}

/**
 * Normalises a size: no blanks, lower case, "x" between pixels, ":" between ratio parts, and "auto" for an empty one.
 */
function normaliseSize(size: string | null | undefined): string {
  const plain = (size ?? "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\s+|px/g, "")
    .replace(/[*×✕⨯х]/, "x")
    .replace(/[/∶比]/, ":");
  return plain === "" || plain === "default" ? "auto" : plain;
}

function offeredSizes({ id, exactSizes }: ModelProfile): string {
  if (exactSizes === null) return `${id} takes auto, a shape like 16:9, or pixels like 1024x1024`;
  const offered = ["auto", ...TIERS.flatMap((tier) => Object.values(exactSizes[tier]))];
  return `${id} offers ${[...new Set(offered)].join(", ")}`;
}

/** The size these settings produce: exact pixels if the model takes them, else the shape. */
export function madeSize(settings: TurnSettings): string {
  return findAskedSize(settings) ?? settings.shape;
}

/** The shape that an instruction names literally, such as "16:9"; null if it names none or an unknown one. */
export function shapeInWords(text: string): Shape | null {
  return readShape(text);
}

/** The shape nearest to an image's own. */
export function nearestShape({ width, height }: Pixels): Shape {
  const distance = (shape: Shape) => Math.abs(Math.log(width / height / ratioOf(shape)));
  return SHAPES.reduce((best, shape) => (distance(shape) < distance(best) ? shape : best));
}
