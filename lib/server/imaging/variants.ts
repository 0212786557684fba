import "server-only";

/**
 * The derivatives made of each image: WebP without metadata, inside a square of `edgePx`, never enlarged. More effort
 * makes smaller files of the same quality; at 0 the largest takes far less time, which someone waits for.
 */
export const VARIANTS = {
  w256: { edgePx: 256, quality: 78, effort: 2 },
  w512: { edgePx: 512, quality: 80, effort: 2 },
  w1440: { edgePx: 1440, quality: 82, effort: 0 },
} as const;

export type VariantName = keyof typeof VARIANTS;

/** The media type of every variant. */
export const VARIANT_MEDIA = "image/webp";

/** True for the name of a variant; for names from a request. */
export function isVariantName(name: string): name is VariantName {
  return Object.hasOwn(VARIANTS, name);
}
