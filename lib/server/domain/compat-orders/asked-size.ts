import "server-only";
import type { TurnSettings } from "@/lib/contracts/settings";
import { ratioOf, type Shape, SHAPES, TIERS } from "@/lib/contracts/shapes";
import { parsePixels, type Pixels } from "@/lib/contracts/pixels";
import { defaultSettings, findAskedSize, modelProfiles } from "@/lib/server/domain/studio/models";
import { readShape } from "@/lib/server/domain/compat-orders/shape-in-words";
import { AppError } from "@/lib/server/errors";
import type { ModelProfile } from "@/lib/server/upstream/profiles/profiles";

/** The profile of a model by the name that a program uses; left out, the default. Throws `unknown_model`. */
export function findCompatModel(model: string | null | undefined): ModelProfile {
  const profiles = modelProfiles();
  const profile = model
    ? profiles.find(({ id }) => id === model)
    : (profiles.find(({ id }) => id === defaultSettings().model) ?? profiles[0]);
  if (profile !== undefined) return profile;
  const hint = `offered are ${profiles.map(({ id }) => id).join(", ")}`;
  throw new AppError("unknown_model", { field: "model", details: { hint } });
}

/** Sizes that OpenAI's clients send without being asked, many of them fixed: made in the nearest shape, not refused. */
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
 * The chips that stand for `size`. Exact pixels of the profile are a shape and a tier. "16:9" is a shape, "2K" a tier, "auto"
 * neither. Pixels that the profile has not are made in the nearest shape where they are among OpenAI's own sizes, or where
 * the model takes no size at all. Throws `size_not_offered` for all others, naming the sizes that are.
 * @param shapeOtherwise where `size` names none
 */
export function chipsOfSize(
  profile: ModelProfile,
  size: string | null | undefined,
  shapeOtherwise: Shape,
): Pick<TurnSettings, "shape" | "tier"> {
  const asked = plainSize(size);
  const sizes = profile.exactSizes;
  if (asked === "auto") return { shape: shapeOtherwise, tier: null };
  const tierNamed = TIERS.find((tier) => tier.toLowerCase() === asked);
  if (tierNamed !== undefined) return { shape: shapeOtherwise, tier: sizes && tierNamed };
  for (const tier of sizes === null ? [] : TIERS) {
    const shape = SHAPES.find((candidate) => sizes?.[tier][candidate] === asked);
    if (shape !== undefined) return { shape, tier };
  }
  const isShape = asked.includes(":") || SHAPES.some((shape) => shape === asked.replace("x", ":"));
  const named = isShape ? readRatio(asked) : null;
  if (named !== null) return { shape: named, tier: null };
  const pixels = parsePixels(asked);
  if (pixels !== null && (sizes === null || USUAL_SIZES.has(asked))) {
    return { shape: nearestShape(pixels), tier: null };
  }
  throw new AppError("size_not_offered", { field: "size", details: { hint: offerOf(profile) } });
}

/** The shape of an `aspect_ratio`; null where it is left out or "auto". Throws `size_not_offered` for what is no ratio. */
export function shapeOfRatio(ratio: string | null | undefined): Shape | null {
  const asked = plainSize(ratio);
  if (asked === "auto") return null;
  const shape = readRatio(asked);
  if (shape !== null) return shape;
  const hint = `a ratio reads like 16:9; offered are ${SHAPES.join(", ")}`;
  throw new AppError("size_not_offered", { field: "aspect_ratio", details: { hint } });
}

function readRatio(plain: string): Shape | null {
  const [, width, height] = /^(\d{1,5}(?:\.\d+)?)[:x](\d{1,5}(?:\.\d+)?)$/.exec(plain) ?? [];
  const ratio = { width: Number(width), height: Number(height) };
  return ratio.width > 0 && ratio.height > 0 ? nearestShape(ratio) : null;
}

/** One spelling for all: no blanks, lower case, "x" between pixels, ":" between parts; "auto" for nothing. */
function plainSize(size: string | null | undefined): string {
  const plain = (size ?? "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\s+|px/g, "")
    .replace(/[*×✕⨯х]/, "x")
    .replace(/[/∶比]/, ":");
  return plain === "" || plain === "default" ? "auto" : plain;
}

function offerOf({ id, exactSizes }: ModelProfile): string {
  if (exactSizes === null) return `${id} takes auto, a shape like 16:9, or pixels like 1024x1024`;
  const offered = ["auto", ...TIERS.flatMap((tier) => Object.values(exactSizes[tier]))];
  return `${id} offers ${[...new Set(offered)].join(", ")}`;
}

/** What these chips make: exact pixels where the model takes them, else the shape. */
export function madeSize(settings: TurnSettings): string {
  return findAskedSize(settings) ?? settings.shape;
}

/** The shape that an instruction names in so many words, "16:9"; null where it names none, or one that no model knows. */
export function shapeInWords(text: string): Shape | null {
  return readShape(text);
}

/** The shape that is nearest to a picture's own. */
export function nearestShape({ width, height }: Pixels): Shape {
  const distance = (shape: Shape) => Math.abs(Math.log(width / height / ratioOf(shape)));
  return SHAPES.reduce((best, shape) => (distance(shape) < distance(best) ? shape : best));
}
