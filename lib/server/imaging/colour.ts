import "server-only";
import sharp from "sharp";
import { decodeWithin, runHeavy, type PictureSource } from "./engine";

/** Red, green and blue in sRGB, 0 to 255. */
export type Rgb = readonly [number, number, number];

const EDGE_PX = 32;

/** The mean colour of an image's middle half, which ignores frames and borders. Throws `ImagingError`. */
export async function meanColour(source: PictureSource): Promise<Rgb> {
  const { data, width, height, channels } = await runHeavy(() => decodeWithin(source, EDGE_PX));
  const isGrey = channels < 3;
  const sums = [0, 0, 0];
  let count = 0;
  for (let y = Math.floor(height / 4); y < Math.ceil((height * 3) / 4); y += 1) {
    for (let x = Math.floor(width / 4); x < Math.ceil((width * 3) / 4); x += 1) {
      const at = (y * width + x) * channels;
      for (const [band, sum] of sums.entries()) {
        sums[band] = sum + (data[at + (isGrey ? 0 : band)] ?? 0);
      }
      count += 1;
    }
  }
  const [red = 0, green = 0, blue = 0] = sums.map((sum) => Math.round(sum / Math.max(1, count)));
  return [red, green, blue];
}

/** A square PNG of one colour. */
export async function solidPng([r, g, b]: Rgb, edgePx: number): Promise<Buffer> {
  return sharp({ create: { width: edgePx, height: edgePx, channels: 3, background: { r, g, b } } })
    .png()
    .toBuffer();
}

/** "#rrggbb" */
export function toHex(colour: Rgb): string {
  return `#${colour.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** Parses "#rrggbb"; black for any other text. */
export function fromHex(text: string): Rgb {
  const value = Number.parseInt(text.slice(1), 16) || 0;
  return [(value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];
}
