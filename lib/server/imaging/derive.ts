import "server-only";
import { rgbaToThumbHash } from "thumbhash";
import { decodeWithin, fromRaw, runHeavy, type PictureSource, type RawPicture } from "./engine";
import { VARIANTS, type VariantName } from "./variants";

/** thumbhash takes no more than 100 pixels an edge. */
const THUMBHASH_EDGE_PX = 100;

export interface Derived {
  readonly variants: Readonly<Record<VariantName, Buffer>>;
  /** About 25 bytes that stand in for the picture while it loads, as base64. */
  readonly thumbhash: string;
  /** `#rrggbb`, the colour most of the picture is near to. */
  readonly dominantColour: string;
}

/**
 * Makes all that is shown in a picture's place. Decodes the original once, whole, and everything else from the largest
 * preview; so it also finds what `verifyDecodes` finds. Throws `ImagingError`.
 */
export async function derive(source: PictureSource): Promise<Derived> {
  return runHeavy(async () => {
    const large = await decodeWithin(source, VARIANTS.w1440.edgePx);
    const [w1440, w512, w256, standIn] = await Promise.all([
      encodeVariant(large, "w1440"),
      encodeVariant(large, "w512"),
      encodeVariant(large, "w256"),
      makeStandIn(large),
    ]);
    return { variants: { w256, w512, w1440 }, ...standIn };
  });
}

async function encodeVariant(large: RawPicture, name: VariantName): Promise<Buffer> {
  const { edgePx, quality, effort } = VARIANTS[name];
  return fromRaw(large)
    .resize(edgePx, edgePx, { fit: "inside", withoutEnlargement: true })
    .webp({ quality, effort })
    .toBuffer();
}

async function makeStandIn(
  large: RawPicture,
): Promise<Pick<Derived, "thumbhash" | "dominantColour">> {
  const { data, info } = await fromRaw(large)
    .resize(THUMBHASH_EDGE_PX, THUMBHASH_EDGE_PX, { fit: "inside", withoutEnlargement: true })
    .toColourspace("srgb")
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const { dominant } = await fromRaw({ data, width, height, channels: 4 }).stats();
  return {
    thumbhash: Buffer.from(rgbaToThumbHash(width, height, data)).toString("base64"),
    dominantColour: `#${[dominant.r, dominant.g, dominant.b].map(toHex).join("")}`,
  };
}

function toHex(level: number): string {
  return Math.round(level).toString(16).padStart(2, "0");
}
