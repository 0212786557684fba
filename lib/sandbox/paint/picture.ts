import "server-only";
import { peek } from "../random";
import sharp from "sharp";
import { mix, rgbOf } from "../colour";
import { paletteOf } from "../scene/palette";
import type { Scene } from "../scene/scene";
import { fromRaster, luminance, type Raster, toRaster } from "./raster";
import { drawOverlay } from "./draw";

/** A foreign picture relit for the scene's hour, with the added objects on top. */
export async function drawOnPicture(scene: Scene, bytes: Buffer): Promise<Raster> {
  const base = await toRaster(
    sharp(bytes, { failOn: "none", limitInputPixels: 60_000_000 })
      .rotate()
      .resize(scene.width, scene.height, { fit: "cover", position: "attention" }),
  );
  const relit = scene.hourAsked || scene.tints.length > 0 ? relight(base, scene) : base;
  const overlay = drawOverlay(scene, scene.width, scene.height);
  return overlay ? toRaster(fromRaster(relit).composite([{ input: overlay }])) : relit;
}

/** Exposure of an hour on a photograph, and how strongly its tones move towards the hour's palette. */
const EXPOSURE: Record<Scene["hour"], { light: number; share: number }> = {
  dawn: { light: 0.98, share: 0.26 },
  morning: { light: 1.06, share: 0.14 },
  day: { light: 1.1, share: 0.08 },
  golden: { light: 1.02, share: 0.34 },
  sunset: { light: 0.86, share: 0.44 },
  dusk: { light: 0.58, share: 0.5 },
  night: { light: 0.42, share: 0.6 },
};

function relight(picture: Raster, scene: Scene): Raster {
  const palette = paletteOf(scene);
  const { light, share } = scene.hourAsked ? EXPOSURE[scene.hour] : { light: 1, share: 0.4 };
  const shadow = rgbOf(palette.sky[0]);
  const middle = rgbOf(mix(palette.sky[2], palette.sky[3], 0.5));
  const bright = rgbOf(mix(palette.sky[4], palette.disc, 0.5));
  const { width, height, data } = picture;
  for (let y = 0; y < height; y += 1) {
    // The upper part of a picture is mostly sky, and a dark hour is darkest there.
    const fall = palette.dark ? 0.82 + 0.18 * (y / height) : 1;
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      const tone = (luminance(data, at) / 255) * light;
      const low = tone < 0.5;
      const along = low ? tone * 2 : tone * 2 - 1;
      for (let channel = 0; channel < 3; channel += 1) {
        const from = peek(low ? shadow : middle, channel);
        const to = peek(low ? middle : bright, channel);
        const grade = from + (to - from) * Math.min(1, along);
        const own = peek(data, at + channel) * light;
        data[at + channel] = Math.max(0, Math.min(255, (own + (grade - own) * share) * fall));
      }
    }
  }
  return picture;
}
