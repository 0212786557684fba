import "server-only";
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
import { layered, noiseFrom, randomFrom, peek } from "../random";
import { addTooth, tornEdge, within, wobble } from "./texture";

const RICE_PAPER = [243, 236, 222] as const;
const INK = [26, 28, 32] as const;

/** Tones spread so that the picture uses the paper: dark pictures are opened up, pale ones kept. */
function toneCurve(picture: Raster): Float32Array {
  const counts = new Float64Array(256);
  for (let at = 0; at < picture.data.length; at += 30) {
    const bin = Math.round(luminance(picture.data, at));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  const share = (part: number) => {
    let sum = 0;
    for (let bin = 0; bin < 256; bin += 1) {
      sum += counts[bin] ?? 0;
      if (sum >= total * part) return bin;
    }
    return 255;
  };
  const low = share(0.02);
  const high = Math.max(low + 24, share(0.97));
  const middle = Math.max(0.06, Math.min(0.94, (share(0.5) - low) / (high - low)));
  const gamma = Math.log(0.7) / Math.log(middle);
  const curve = new Float32Array(256);
  for (let bin = 0; bin < 256; bin += 1) {
    curve[bin] =
      Math.max(0, Math.min(1, (bin - low) / (high - low))) ** Math.max(0.4, Math.min(2.4, gamma));
  }
  return curve;
}

/** Ink on rice paper: a few tones that bleed, dry edges, and a red seal. Whatever is truly red keeps a trace of it. */
export async function paintInk(picture: Raster, seed: number): Promise<Raster> {
  const size = within(picture, 1100);
  const small = await resized(picture, size.width, size.height);
  const loose = await toRaster(fromRaster(wobble(small, seed, 7, 30)).median(7));
  const bled = await blurred(loose, 5);
  const wide = await blurred(loose, 22);
  const curve = toneCurve(loose);
  const brush = noiseFrom(seed, "brush");
  const out = blank(size.width, size.height);
  const edge = tornEdge(size.width, size.height, seed, Math.max(size.width, size.height) * 0.014);
  for (let y = 0; y < size.height; y += 1) {
    for (let x = 0; x < size.width; x += 1) {
      const at = (y * size.width + x) * 3;
      const sharpTone = peek(curve, Math.round(luminance(loose.data, at)));
      const softTone = peek(curve, Math.round(luminance(bled.data, at)));
      const wash = peek(curve, Math.round(luminance(wide.data, at)));
      const rim = Math.max(0, softTone - sharpTone) * 0.9;
      const pool = layered(brush, x / 90, y / 60, 4) * 0.2;
      const dry = layered(brush, x / 14 + 50, y / 2.6, 2) * 0.13 * (1 - sharpTone);
      let ink = 1 - (sharpTone * 0.52 + softTone * 0.24 + wash * 0.24) + rim + pool * 0.5 - dry;
      ink = Math.max(0, Math.min(0.97, (ink - 0.09) * 1.12));
      // Four waters: bone dry to heavy, with soft steps between them.
      ink = ink * 0.55 + 0.45 * (Math.round(ink * 4) / 4);
      ink *= 1 - edge(x, y);
      const red =
        Math.max(
          0,
          peek(loose.data, at) - Math.max(peek(loose.data, at + 1), peek(loose.data, at + 2)) - 74,
        ) / 130;
      for (let channel = 0; channel < 3; channel += 1) {
        const paper = RICE_PAPER[channel] ?? 240;
        const tone = paper + ((INK[channel] ?? 30) - paper) * ink;
        const stain = [186, 62, 46][channel] ?? 0;
        out.data[at + channel] = Math.max(
          0,
          Math.min(255, tone + (stain - tone) * Math.min(0.6, red)),
        );
      }
    }
  }
  const large = await resized(out, picture.width, picture.height);
  const sealed = await toRaster(fromRaster(large).composite([{ input: seal(picture, seed) }]));
  return addTooth(sealed, seed, 0.045);
}

/** A carved red seal in the lower corner: no writing, only the strokes of one. */
function seal(picture: Raster, seed: number): Buffer {
  const random = randomFrom(seed, "seal");
  const side = Math.sqrt(picture.width * picture.height) * 0.052;
  const x = picture.width - side * 2.1;
  const y = picture.height - side * 2.1;
  let cuts = "";
  for (let column = 0; column < 2; column += 1) {
    for (let row = 0; row < 2; row += 1) {
      const left = x + side * (0.14 + column * 0.38);
      const top = y + side * (0.14 + row * 0.38);
      const cell = side * 0.33;
      cuts += `M${left},${top + cell * 0.2}h${cell}M${left + cell * (0.3 + 0.4 * random())},${top}v${cell}M${left},${top + cell * (0.5 + 0.2 * random())}h${cell}M${left + cell * 0.1},${top + cell}h${cell * 0.8}`;
    }
  }
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${picture.width}" height="${picture.height}"><rect x="${x}" y="${y}" width="${side}" height="${side}" rx="${side * 0.09}" fill="#b5352a" opacity="0.88"/><path d="${cuts}" stroke="#f3ecde" stroke-width="${side * 0.045}" fill="none" stroke-linecap="round" opacity="0.9"/></svg>`,
  );
}

/** Pen lines where tones meet, and hatching that thickens with the dark. */
export async function paintLine(picture: Raster, seed: number): Promise<Raster> {
  const { width, height } = picture;
  const scale = Math.sqrt(width * height) / 1040;
  const size = within(picture, 1900);
  const work = size.width === width ? picture : await resized(picture, size.width, size.height);
  const pen = (scale * size.width) / width;
  const hand = wobble(await toRaster(fromRaster(work).median(3)), seed, 1.6 * pen, 34 * pen);
  const fine = await blurred(hand, 0.75 * pen);
  const broad = await blurred(hand, 1.9 * pen);
  const tone = await blurred(hand, 6 * pen);
  const curve = toneCurve(tone);
  const pressure = noiseFrom(seed, "pressure");
  const out = blank(size.width, size.height);
  const gap = 6.2 * pen;
  for (let y = 0; y < size.height; y += 1) {
    for (let x = 0; x < size.width; x += 1) {
      const at = (y * size.width + x) * 3;
      let edge = 0;
      for (let channel = 0; channel < 3; channel += 1)
        edge = Math.max(edge, peek(broad.data, at + channel) - peek(fine.data, at + channel));
      const press = 0.8 + 0.5 * pressure(x / (60 * pen), y / (60 * pen));
      let ink = Math.max(0, Math.min(1, (edge - 1.6) / 5)) * press;
      const dark = 1 - peek(curve, Math.round(luminance(tone.data, at)));
      const sway = pressure(x / (110 * pen), y / (110 * pen)) * gap * 0.5;
      const hatch = (way: number) => {
        const place = (((x + way * y + sway) % gap) + gap) % gap;
        return Math.max(0, 1 - Math.abs(place - gap / 2) / (0.62 * pen));
      };
      if (dark > 0.36) ink = Math.max(ink, hatch(1) * Math.min(0.62, (dark - 0.36) * 2.4) * press);
      if (dark > 0.62) ink = Math.max(ink, hatch(-1) * Math.min(0.62, (dark - 0.62) * 2.6) * press);
      const paper = [250, 247, 240];
      const nib = [34, 36, 44];
      for (let channel = 0; channel < 3; channel += 1) {
        const from = peek(paper, channel);
        out.data[at + channel] = from + (peek(nib, channel) - from) * Math.min(0.94, ink);
      }
    }
  }
  return addTooth(await resized(out, width, height), seed, 0.02);
}

/** Kept here beside the other drawn styles: greys of a photograph, without sharp's own flat conversion. */
export async function drainColour(picture: Raster, warm: boolean): Promise<Raster> {
  const grey = await toRaster(
    sharp(picture.data, {
      raw: { width: picture.width, height: picture.height, channels: 3 },
    }).linear(1.06, -6),
  );
  const { data } = grey;
  for (let at = 0; at < data.length; at += 3) {
    const tone = luminance(data, at);
    data[at] = warm ? Math.min(255, tone * 1.06 + 14) : tone;
    data[at + 1] = warm ? Math.min(255, tone * 0.96 + 6) : tone;
    data[at + 2] = warm ? tone * 0.78 : tone;
  }
  return grey;
}
