import "server-only";
import type { Sharp } from "sharp";
import { rgbaToThumbHash } from "thumbhash";
import { decodeWithin, fromRaw, runHeavy, type PictureSource, type RawPicture } from "./engine";
import { VARIANTS, type VariantName } from "./variants";

/** thumbhash accepts at most 100 pixels an edge. */
const THUMBHASH_EDGE_PX = 100;

/** Stores a derivative as soon as it is made. */
export type KeepVariant = (name: VariantName, bytes: Buffer) => Promise<void>;

/**
 * Makes an image's derivatives and passes each to `keep`, the small ones while the largest is still being made;
 * resolves when all are kept, with the thumbhash: about 25 bytes as base64, shown while the image loads.
 * It decodes the whole original once before it keeps anything, so it finds the same faults as `verifyDecodes`. The
 * largest derivative is made from that, and all smaller ones from the middle one. Throws `ImagingError`, and what
 * `keep` throws.
 */
export async function derive(source: PictureSource, keep: KeepVariant): Promise<string> {
  const kept: Promise<void>[] = [];
  const thumbhash = await runHeavy(async () => {
    const make = async (from: RawPicture, name: VariantName) => {
      const keeping = keep(name, await encodeVariant(from, name));
      // Awaited below, once the decoder slot is free.
      keeping.catch(() => undefined);
      kept.push(keeping);
    };
    const large = await decodeWithin(source, VARIANTS.w1440.edgePx);
    const [hash] = await Promise.all([
      shrink(large, VARIANTS.w512.edgePx).then(async (small) => {
        await Promise.all([make(small, "w512"), make(small, "w256")]);
        return makeThumbhash(small);
      }),
      make(large, "w1440"),
    ]);
    return hash;
  });
  await Promise.all(kept);
  return thumbhash;
}

async function shrink(picture: RawPicture, edgePx: number): Promise<RawPicture> {
  const { data, info } = await resizeWithin(picture, edgePx)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

function resizeWithin(picture: RawPicture, edgePx: number): Sharp {
  return fromRaw(picture).resize(edgePx, edgePx, { fit: "inside", withoutEnlargement: true });
}

async function encodeVariant(from: RawPicture, name: VariantName): Promise<Buffer> {
  const { edgePx, quality, effort } = VARIANTS[name];
  return resizeWithin(from, edgePx).webp({ quality, effort }).toBuffer();
}

async function makeThumbhash(from: RawPicture): Promise<string> {
  const { data, info } = await resizeWithin(from, THUMBHASH_EDGE_PX)
    .toColourspace("srgb")
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString("base64");
}
