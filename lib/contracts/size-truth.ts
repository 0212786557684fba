import type { ModelOffer } from "@/lib/contracts/account";
import type { ImageView } from "@/lib/contracts/images";
import { IMAGE_MAX_PIXELS } from "@/lib/contracts/limits";
import { parsePixels, type Pixels } from "@/lib/contracts/pixels";
import type { TurnSettings } from "@/lib/contracts/settings";
import { ratioOf, type Shape, SHAPES, type Tier, TIERS } from "@/lib/contracts/shapes";

/**
 * Compares the requested size with the image's, and computes the two remedies. Plain, so that server and browser agree.
 */

/**
 * Tolerance for a shape requested in words: 3 %. Exact sizes (multiples of 16) deviate by up to 1 %, models' own sizes
 * (1792 × 1024 for 16:9) by up to 2 %. The two closest shapes (4:5 and 3:4) are 6.7 % apart, so no image matches two.
 */
const SHAPE_TOLERANCE = 0.03;

/** Longest edge of a crop in pixels. */
export const CROP_MAX_EDGE_PX = 8192;
/** Maximum enlargement of a crop: a 1024 px answer to a 4K request needs 3.75. */
export const CROP_MAX_ENLARGEMENT = 4;

/** The shape of an image within the tolerance; null if none matches. */
export function shapeOf({ width, height }: Pixels): Shape | null {
  return SHAPES.find((shape) => isOfShape(width / height, shape)) ?? null;
}

function isOfShape(ratio: number, shape: Shape): boolean {
  const share = ratio / ratioOf(shape);
  return Math.max(share, 1 / share) <= 1 + SHAPE_TOLERANCE;
}

/** How an image differs from the request: other pixels than the exact ones, or another shape. */
export type SizeMiss =
  | { kind: "pixels"; asked: Pixels; got: Pixels }
  | { kind: "shape"; asked: Shape; got: Shape | null };

type Asked = Pixels & Pick<ImageView, "askedSize" | "origin" | "isMadeHere">;

/**
 * How an image differs from what its turn requested; null if it does not. Exact pixels must match exactly. Uploads and
 * crops never differ.
 */
export function sizeMiss(
  image: Asked,
  settings: Pick<TurnSettings, "shape" | "tier">,
): SizeMiss | null {
  if (image.origin !== "generated" || image.isMadeHere) return null;
  const { width, height, askedSize } = image;
  if (askedSize !== null) {
    const asked = parsePixels(askedSize);
    if (asked === null || (asked.width === width && asked.height === height)) return null;
    return { kind: "pixels", asked, got: { width, height } };
  }
  if (settings.tier !== null || isOfShape(width / height, settings.shape)) return null;
  return { kind: "shape", asked: settings.shape, got: shapeOf({ width, height }) };
}

/** The largest area of an image with this shape, in whole pixels. */
export function largestOfShape({ width, height }: Pixels, shape: Shape): Pixels {
  const ratio = ratioOf(shape);
  return width / height > ratio
    ? { width: Math.max(1, Math.round(height * ratio)), height }
    : { width, height: Math.max(1, Math.round(width / ratio)) };
}

/** Enlargement from `from` to cover `to`; above 1 it invents pixels. */
export function enlargementOf(from: Pixels, to: Pixels): number {
  return Math.max(to.width / from.width, to.height / from.height);
}

/** Whether an image can be cropped to this size: at most 8192 px per edge, 40 megapixels, and 4 times its source. */
export function canCrop(from: Pixels, to: Pixels): boolean {
  return (
    Math.max(to.width, to.height) <= CROP_MAX_EDGE_PX &&
    to.width * to.height <= IMAGE_MAX_PIXELS &&
    enlargementOf(from, to) <= CROP_MAX_ENLARGEMENT
  );
}

/** The crop that would fix the difference. */
export function cropFor(miss: SizeMiss, image: Pixels): Pixels {
  return miss.kind === "pixels" ? miss.asked : largestOfShape(image, miss.asked);
}

export type ExactOffer = { settings: TurnSettings; size: Pixels; priceMicroUsd: number };

/**
 * Settings of a turn that returns the missed size exactly: with the turn's own model if it has exact sizes, otherwise
 * the first that does; for a shape, the tier closest in pixels. Null if no model offers it.
 */
export function exactFor(
  miss: SizeMiss,
  image: Pixels,
  settings: TurnSettings,
  models: readonly ModelOffer[],
): ExactOffer | null {
  const offer =
    models.find(({ id, sizes }) => id === settings.model && sizes !== null) ??
    models.find(({ sizes }) => sizes !== null);
  if (!offer?.sizes) return null;
  const { sizes } = offer;
  const place =
    miss.kind === "pixels"
      ? tierAndShapeOf(sizes, `${miss.asked.width}x${miss.asked.height}`)
      : { shape: miss.asked, tier: nearestTier(sizes, miss.asked, image) };
  const size = place && parsePixels(sizes[place.tier][place.shape]);
  if (!size) return null;
  const exact = { ...settings, ...place, model: offer.id, variations: 1 };
  return { settings: exact, size, priceMicroUsd: offer.priceMicroUsd };
}

type Sizes = NonNullable<ModelOffer["sizes"]>;

function tierAndShapeOf(sizes: Sizes, size: string): { tier: Tier; shape: Shape } | null {
  for (const tier of TIERS) {
    const shape = SHAPES.find((candidate) => sizes[tier][candidate] === size);
    if (shape) return { tier, shape };
  }
  return null;
}

/** Compares pixel counts as factors: twice as many is as far as half as many. */
function nearestTier(sizes: Sizes, shape: Shape, { width, height }: Pixels): Tier {
  const distance = (tier: Tier) => {
    const size = parsePixels(sizes[tier][shape]);
    return size ? Math.abs(Math.log((size.width * size.height) / (width * height))) : Infinity;
  };
  return TIERS.reduce((nearest, tier) => (distance(tier) < distance(nearest) ? tier : nearest));
}
