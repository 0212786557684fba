import "server-only";
import { rgbOf } from "../colour";
import { noiseFrom } from "../random";
import { blank, type Raster } from "./raster";

/** How a stretch of water looks; rows and sizes in pixels of the backdrop. */
export type WaterLook = {
  seed: number;
  top: number;
  /** 0 is choppy, 1 a mirror. */
  calm: number;
  deep: string;
  /** Pixels that the scene's unit spans. */
  unit: number;
};

/**
 * Water under a backdrop: what stands above its first row, mirrored, broken by ripples that grow towards the viewer,
 * and sunk into the water's own colour. Rows above the water come back unchanged.
 */
export function paintWater(backdrop: Raster, look: WaterLook): Raster {
  const { width, height, data } = backdrop;
  const out = blank(width, height);
  out.data.set(data);
  const ripple = noiseFrom(look.seed, "ripple");
  const deep = rgbOf(look.deep);
  const top = Math.round(look.top);
  const rows = height - top;
  const chop = 1 - look.calm;
  for (let y = top; y < height; y += 1) {
    const depth = (y - top) / Math.max(1, rows);
    const near = 0.03 + depth;
    const wide = 2.2 / near / look.unit;
    const fine = 26 / (0.12 + depth) / look.unit;
    const sink = 0.1 + depth * (0.38 + 0.2 * chop);
    for (let x = 0; x < width; x += 1) {
      const wave =
        ripple(x * wide * 1.6, y * fine) * 0.65 +
        ripple(x * wide * 4.1 + 40, y * fine * 1.9) * 0.35;
      const stretch = 0.82 + 0.1 * look.calm;
      const jump = wave * (1.5 + depth * 60 * (0.25 + chop)) * (look.unit / 500);
      let sourceY = Math.round(top - 1 - (y - top) * stretch + jump);
      if (sourceY < 0) sourceY = -sourceY;
      if (sourceY >= top) sourceY = 2 * (top - 1) - sourceY;
      sourceY = Math.max(0, Math.min(top - 1, sourceY));
      const sourceX = Math.max(
        0,
        Math.min(
          width - 1,
          Math.round(x + wave * (0.6 + depth * 9 * (0.3 + chop)) * (look.unit / 500)),
        ),
      );
      const from = (sourceY * width + sourceX) * 3;
      const at = (y * width + x) * 3;
      const share = Math.max(0, Math.min(0.94, sink - wave * 0.1 * (0.3 + chop)));
      const crest = wave > 0.42 ? (wave - 0.42) * 30 * (0.3 + chop) : 0;
      out.data[at] = Math.min(
        255,
        (data[from] ?? 0) + (deep[0] - (data[from] ?? 0)) * share + crest,
      );
      out.data[at + 1] = Math.min(
        255,
        (data[from + 1] ?? 0) + (deep[1] - (data[from + 1] ?? 0)) * share + crest,
      );
      out.data[at + 2] = Math.min(
        255,
        (data[from + 2] ?? 0) + (deep[2] - (data[from + 2] ?? 0)) * share + crest,
      );
    }
  }
  return out;
}
