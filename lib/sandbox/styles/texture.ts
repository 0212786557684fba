import "server-only";
import { blank, type Raster } from "../paint/raster";
import { layered, noiseFrom } from "../random";

const smooth = (share: number) => {
  const held = Math.max(0, Math.min(1, share));
  return held * held * (3 - 2 * held);
};

/** A picture pushed about by noise, so that its edges wobble like a hand's. `amount` in pixels. */
export function wobble(picture: Raster, seed: number, amount: number, scale: number): Raster {
  const { width, height, data } = picture;
  const noise = noiseFrom(seed, "wobble");
  const out = blank(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const dx = layered(noise, x / scale, y / scale, 3) * amount;
      const dy = layered(noise, x / scale + 70, y / scale + 30, 3) * amount;
      const fromX = Math.max(0, Math.min(width - 1, Math.round(x + dx)));
      const fromY = Math.max(0, Math.min(height - 1, Math.round(y + dy)));
      const from = (fromY * width + fromX) * 3;
      const at = (y * width + x) * 3;
      out.data[at] = data[from] ?? 0;
      out.data[at + 1] = data[from + 1] ?? 0;
      out.data[at + 2] = data[from + 2] ?? 0;
    }
  }
  return out;
}

/** How much of the paper each pixel shows at the edge of a painting: 0 inside, 1 on the bare margin. */
export function tornEdge(
  width: number,
  height: number,
  seed: number,
  margin: number,
): (x: number, y: number) => number {
  const noise = noiseFrom(seed, "edge");
  return (x, y) => {
    const away = Math.min(x, y, width - 1 - x, height - 1 - y);
    if (away > margin * 2.6) return 0;
    const ragged = margin * (1 + layered(noise, x / (margin * 2.4), y / (margin * 2.4), 4) * 1.1);
    return 1 - smooth((away - ragged) / (margin * 0.22) + 0.5);
  };
}

/** Paper that shows through: multiplies each pixel by a fine random tooth. `strength` in 0-1 of full range. */
export function addTooth(picture: Raster, seed: number, strength: number): Raster {
  let state = (seed | 1) >>> 0;
  const { data } = picture;
  const reach = strength * 255;
  let carried = 0;
  for (let at = 0; at < data.length; at += 3) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    // Half of the neighbour's value joins grains into fibres along the row.
    carried = carried * 0.5 + ((state >>> 0) / 4294967296 - 0.5);
    const shift = carried * reach;
    data[at] = Math.max(0, Math.min(255, (data[at] ?? 0) + shift));
    data[at + 1] = Math.max(0, Math.min(255, (data[at + 1] ?? 0) + shift));
    data[at + 2] = Math.max(0, Math.min(255, (data[at + 2] ?? 0) + shift));
  }
  return picture;
}

/** Longest side within `limit`, keeping the proportions; never enlarges. */
export function within(picture: Raster, limit: number): { width: number; height: number } {
  const scale = Math.min(1, limit / Math.max(picture.width, picture.height));
  return {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  };
}
