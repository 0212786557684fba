import "server-only";
import sharp from "sharp";
import { blurred, fromRaster, luminance, type Raster, resized, toRaster } from "../paint/raster";
import { layered, noiseFrom, randomFrom, peek } from "../random";
import { addTooth, tornEdge, within, wobble } from "./texture";

/** Washes have no detail below this, so they are worked at this size and enlarged before the paper's tooth. */
const WASH_SIDE = 1100;
const PAPER = [251, 247, 238] as const;

/** Washes with hard dark rims, blooms, granulation, and bare paper round a ragged edge. */
export async function paintWatercolour(picture: Raster, seed: number): Promise<Raster> {
  const size = within(picture, WASH_SIDE);
  const small = await resized(picture, size.width, size.height);
  const loose = wobble(small, seed, 5.5, 26);
  const patches = await toRaster(fromRaster(loose).median(7).modulate({ saturation: 1.18 }));
  const soft = await blurred(patches, 2.6);
  const wide = await blurred(patches, 9);
  const bloom = noiseFrom(seed, "bloom");
  const edge = tornEdge(size.width, size.height, seed, Math.max(size.width, size.height) * 0.016);
  const { data } = patches;
  for (let y = 0; y < size.height; y += 1) {
    for (let x = 0; x < size.width; x += 1) {
      const at = (y * size.width + x) * 3;
      const rim = Math.max(0, luminance(soft.data, at) - luminance(data, at)) * 0.9;
      const pool = layered(bloom, x / 120, y / 120, 3) * 0.17;
      const grain = layered(bloom, x / 3.1 + 90, y / 3.1, 2) * 0.075;
      const dark = 1 - luminance(data, at) / 255;
      const water = Math.max(0, Math.min(0.55, 0.17 + pool + grain * (0.4 + dark)));
      const bare = edge(x, y);
      // The rim of a wash is where the pigment collects: just inside the bare margin too.
      const margin = bare > 0.02 && bare < 0.6 ? 14 : 0;
      for (let channel = 0; channel < 3; channel += 1) {
        const colour =
          peek(data, at + channel) * 0.72 + peek(wide.data, at + channel) * 0.28 - rim - margin;
        const paper = PAPER[channel] ?? 255;
        const washed = colour + (paper - colour) * water;
        data[at + channel] = Math.max(0, Math.min(255, washed + (paper - washed) * bare));
      }
    }
  }
  const large = await resized(patches, picture.width, picture.height);
  return addTooth(large, seed, 0.055);
}

/** Three passes of brush strokes, broad to fine, each laid along the shapes beneath it. */
export async function paintOil(picture: Raster, seed: number): Promise<Raster> {
  const size = within(picture, 900);
  const small = await toRaster(
    fromRaster(await resized(picture, size.width, size.height)).modulate({ saturation: 1.22 }),
  );
  const soft = await blurred(small, 3);
  const random = randomFrom(seed, "strokes");
  const turn = noiseFrom(seed, "stroke turn");
  const { width, height, data } = small;
  const area = (width * height) / 540_000;
  const parts: string[] = [];
  for (const pass of [
    { wide: 17, long: 44, count: 1500 },
    { wide: 9, long: 26, count: 4200 },
    { wide: 4.2, long: 13, count: 7600 },
  ]) {
    for (let index = 0; index < pass.count * area; index += 1) {
      const x = Math.floor(random() * width);
      const y = Math.floor(random() * height);
      const at = (y * width + x) * 3;
      const right =
        luminance(soft.data, at + 3 < data.length ? at + 3 : at) - luminance(soft.data, at);
      const down =
        luminance(soft.data, at + width * 3 < data.length ? at + width * 3 : at) -
        luminance(soft.data, at);
      const slope = Math.hypot(right, down);
      if (pass.wide < 5 && slope < 0.9 && random() > 0.4) continue;
      const angle =
        slope > 0.7
          ? Math.atan2(down, right) + Math.PI / 2
          : turn(x / 260, y / 150) * 0.9 + (random() - 0.5) * 0.3;
      const half = (pass.long / 2) * (0.6 + 0.7 * random());
      const shift = (random() - 0.5) * (pass.wide < 5 ? 12 : 24);
      const colour = [0, 1, 2].map((channel) =>
        Math.max(0, Math.min(255, Math.round(peek(data, at + channel) + shift))),
      );
      const bend = (random() - 0.5) * half * 0.5;
      const dx = Math.cos(angle) * half;
      const dy = Math.sin(angle) * half;
      parts.push(
        `<path d="M${(x - dx).toFixed(1)},${(y - dy).toFixed(1)}Q${(x + bend).toFixed(1)},${(y - bend).toFixed(1)} ${(x + dx).toFixed(1)},${(y + dy).toFixed(1)}" stroke="rgb(${colour.join()})" stroke-width="${(pass.wide * (0.65 + 0.6 * random())).toFixed(1)}"/>`,
      );
    }
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${picture.width}" height="${picture.height}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none"><g fill="none" stroke-linecap="round" opacity="0.96">${parts.join("")}</g></svg>`;
  const strokes = await sharp(Buffer.from(svg), { unlimited: true })
    .png({ compressionLevel: 1 })
    .toBuffer();
  const laid = await toRaster(
    fromRaster(await blurred(await resized(small, picture.width, picture.height), 2)).composite([
      { input: strokes },
    ]),
  );
  // Paint stands up from the canvas: a light from the upper left along every stroke's edge.
  const { data: out } = laid;
  const step = (picture.width + 1) * 3;
  for (let at = out.length - 3; at >= step; at -= 3) {
    const relief = Math.max(
      -16,
      Math.min(16, (luminance(out, at) - luminance(out, at - step)) * 0.5),
    );
    out[at] = Math.max(0, Math.min(255, peek(out, at) + relief));
    out[at + 1] = Math.max(0, Math.min(255, peek(out, at + 1) + relief));
    out[at + 2] = Math.max(0, Math.min(255, peek(out, at + 2) + relief));
  }
  return addTooth(laid, seed, 0.02);
}

/** Chalk on a toothed paper: pale, soft, grainy. */
export async function paintPastel(picture: Raster, seed: number): Promise<Raster> {
  const size = within(picture, WASH_SIDE);
  const small = await resized(picture, size.width, size.height);
  const loose = await toRaster(fromRaster(wobble(small, seed, 4, 14)).median(5));
  const glow = await blurred(loose, 14);
  const tooth = noiseFrom(seed, "chalk");
  const { data } = loose;
  for (let y = 0; y < size.height; y += 1) {
    for (let x = 0; x < size.width; x += 1) {
      const at = (y * size.width + x) * 3;
      const chalk = Math.max(0, layered(tooth, x / 2.2 + y / 5, y / 2.2 - x / 5, 2)) * 0.34;
      for (let channel = 0; channel < 3; channel += 1) {
        const base = peek(data, at + channel) * 0.66 + peek(glow.data, at + channel) * 0.34;
        const pale = base + (252 - base) * 0.3;
        data[at + channel] = Math.min(255, pale + ((PAPER[channel] ?? 250) - pale) * chalk);
      }
    }
  }
  return addTooth(await resized(loose, picture.width, picture.height), seed, 0.05);
}
