import "server-only";
import { peek } from "../random";
import sharp, { type Sharp } from "sharp";

/** Pixels in memory: three bytes each, rows from the top, no padding. */
export type Raster = { width: number; height: number; data: Uint8Array };

export function blank(width: number, height: number): Raster {
  return { width, height, data: new Uint8Array(width * height * 3) };
}

export function fromRaster(raster: Raster): Sharp {
  return sharp(raster.data, { raw: { width: raster.width, height: raster.height, channels: 3 } });
}

/** Runs a sharp pipeline to bare sRGB pixels without alpha. */
export async function toRaster(image: Sharp): Promise<Raster> {
  const { data, info } = await image
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels === 3) return { width: info.width, height: info.height, data };
  const wide = blank(info.width, info.height);
  for (let index = 0; index < info.width * info.height; index += 1) {
    wide.data.fill(data[index * info.channels] ?? 0, index * 3, index * 3 + 3);
  }
  return wide;
}

export function resized(
  raster: Raster,
  width: number,
  height: number,
  kernel?: "nearest",
): Promise<Raster> {
  return toRaster(
    fromRaster(raster).resize(width, height, { fit: "fill", kernel: kernel ?? "cubic" }),
  );
}

export function blurred(raster: Raster, sigma: number): Promise<Raster> {
  return sigma < 0.3 ? Promise.resolve(raster) : toRaster(fromRaster(raster).blur(sigma));
}

/** A data URL for an `image` element inside a drawing. */
export async function asDataUrl(raster: Raster): Promise<string> {
  const png = await fromRaster(raster).png({ compressionLevel: 1 }).toBuffer();
  return `data:image/png;base64,${png.toString("base64")}`;
}

export function luminance(data: Uint8Array, at: number): number {
  return 0.2126 * peek(data, at) + 0.7152 * peek(data, at + 1) + 0.0722 * peek(data, at + 2);
}
