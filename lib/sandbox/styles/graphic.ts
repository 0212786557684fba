import "server-only";
import { peek } from "../random";
import sharp from "sharp";
import {
  blank,
  blurred,
  fromRaster,
  luminance,
  type Raster,
  resized,
  toRaster,
} from "../paint/raster";
import { within } from "./texture";

/** Cells along the long side, and colours in all: about what a 16-bit console showed. */
const CELLS = 192;
const CELL_COLOURS = 36;

export async function paintPixel(picture: Raster): Promise<Raster> {
  const scale = CELLS / Math.max(picture.width, picture.height);
  const width = Math.max(8, Math.round(picture.width * scale));
  const height = Math.max(8, Math.round(picture.height * scale));
  const small = await toRaster(
    fromRaster(picture)
      .resize(width, height, { fit: "fill", kernel: "lanczos3" })
      .modulate({ saturation: 1.22 })
      .linear(1.08, -8),
  );
  const indexed = await fromRaster(small)
    .png({ palette: true, colours: CELL_COLOURS, dither: 0.55, effort: 7 })
    .toBuffer();
  return toRaster(
    sharp(indexed).resize(picture.width, picture.height, { fit: "fill", kernel: "nearest" }),
  );
}

/** Flat inks, a light edge where one sheet was printed a hair off, and a cream margin. */
export async function paintPoster(picture: Raster): Promise<Raster> {
  const size = within(picture, 1600);
  const work = await toRaster(
    fromRaster(picture)
      .resize(size.width, size.height, { fit: "fill" })
      .median(7)
      .blur(1.4)
      .modulate({ saturation: 1.3 })
      .linear(1.1, -10),
  );
  const indexed = await fromRaster(work)
    .png({ palette: true, colours: 10, dither: 0, effort: 8 })
    .toBuffer();
  const flat = await toRaster(sharp(indexed).toColourspace("srgb"));
  const smooth = await toRaster(
    fromRaster(flat)
      .median(5)
      .resize(picture.width, picture.height, { fit: "fill", kernel: "cubic" }),
  );
  const { data } = smooth;
  // Old inks: nothing is pure black or pure white.
  for (let at = 0; at < data.length; at += 3) {
    data[at] = 22 + peek(data, at) * 0.9;
    data[at + 1] = 20 + peek(data, at + 1) * 0.885;
    data[at + 2] = 24 + peek(data, at + 2) * 0.84;
  }
  const { width, height } = picture;
  const margin = Math.round(Math.sqrt(width * height) * 0.034);
  const line = Math.max(1, Math.round(margin * 0.07));
  const frame = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><path fill-rule="evenodd" fill="#f4ead3" d="M0,0H${width}V${height}H0ZM${margin},${margin}V${height - margin}H${width - margin}V${margin}Z"/><rect x="${margin}" y="${margin}" width="${width - margin * 2}" height="${height - margin * 2}" fill="none" stroke="#3a3440" stroke-opacity="0.5" stroke-width="${line}"/></svg>`;
  return toRaster(fromRaster(smooth).composite([{ input: Buffer.from(frame) }]));
}

/** The scene sunk into violet dusk, its edges drawn in light that spills. */
export async function paintNeon(picture: Raster): Promise<Raster> {
  const size = within(picture, 1500);
  const work = await resized(picture, size.width, size.height);
  const scale = Math.sqrt(size.width * size.height) / 1040;
  const fine = await blurred(work, 0.8 * scale);
  const broad = await blurred(work, 2.3 * scale);
  const lines = blank(size.width, size.height);
  const base = blank(size.width, size.height);
  for (let y = 0; y < size.height; y += 1) {
    const down = y / size.height;
    for (let x = 0; x < size.width; x += 1) {
      const at = (y * size.width + x) * 3;
      let edge = 0;
      for (let channel = 0; channel < 3; channel += 1)
        edge = Math.max(
          edge,
          Math.abs(peek(fine.data, at + channel) - peek(broad.data, at + channel)),
        );
      const power = Math.max(0, Math.min(1, (edge - 3.6) / 15));
      const warm = (peek(work.data, at) - peek(work.data, at + 2)) / 255;
      // Warm things burn magenta to orange, cold ones cyan to violet; height shifts both.
      const mixShare = Math.max(
        0,
        Math.min(1, 0.5 + warm * 1.3 + Math.sin(down * 5 + x / size.width) * 0.28),
      );
      lines.data[at] = power * (40 + 215 * mixShare);
      lines.data[at + 1] = power * (225 - 165 * mixShare);
      lines.data[at + 2] = power * (255 - 70 * mixShare);
      const tone = luminance(work.data, at) / 255;
      const lamp = Math.max(0, tone - 0.72) * 1.7;
      base.data[at] = Math.min(255, 12 + tone * (72 + 70 * mixShare) + lamp * 150);
      base.data[at + 1] = Math.min(255, 6 + tone * tone * 58 + lamp * 70);
      base.data[at + 2] = Math.min(255, 34 + tone * (132 - 22 * mixShare) + lamp * 110);
    }
  }
  // A picture full of edges would burn out: the spill is shared among them.
  let sum = 0;
  for (let at = 2; at < lines.data.length; at += 3) sum += peek(lines.data, at);
  const share = Math.min(1, 0.075 / (sum / (size.width * size.height * 255) + 0.001));
  const glow = await blurred(lines, 5 * scale);
  const spill = await blurred(lines, 18 * scale);
  for (let at = 0; at < base.data.length; at += 1) {
    const light =
      peek(lines.data, at) * (0.55 + 0.4 * share) +
      (peek(glow.data, at) * 1.5 + peek(spill.data, at) * 1.2) * share;
    const under = peek(base.data, at);
    base.data[at] = Math.min(255, under + light * (1 - under / 340));
  }
  return resized(base, picture.width, picture.height);
}
