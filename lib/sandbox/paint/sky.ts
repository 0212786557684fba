import "server-only";
import { mix, type Rgb, rgbOf } from "../colour";
import { layered, randomFrom } from "../random";
import { blank, type Raster } from "./raster";
import { horizonOf, type Sheet } from "./sheet";

/** Pixels of the painted sky; it holds nothing sharp, so it is made small and enlarged. */
const SKY_PIXELS = 240_000;

/** How much of the sky each weather covers, and how heavy its clouds look. */
const COVER: Record<Sheet["scene"]["weather"], { cover: number; weight: number }> = {
  clear: { cover: 0.3, weight: 0.55 },
  cloudy: { cover: 0.62, weight: 0.95 },
  overcast: { cover: 0.86, weight: 0.8 },
  rain: { cover: 0.9, weight: 0.9 },
  snow: { cover: 0.8, weight: 0.55 },
  fog: { cover: 0.35, weight: 0.3 },
  storm: { cover: 0.95, weight: 1 },
};

const smooth = (low: number, high: number, value: number) => {
  const share = Math.max(0, Math.min(1, (value - low) / (high - low)));
  return share * share * (3 - 2 * share);
};

/** Sky, glow, clouds, aurora and the band of a clear night's stars, over the whole sheet. */
export function paintSky(sheet: Sheet): Raster {
  const { palette, scene, light } = sheet;
  const scale = Math.sqrt(SKY_PIXELS / (sheet.width * sheet.height));
  const width = Math.max(16, Math.round(sheet.width * scale));
  const height = Math.max(16, Math.round(sheet.height * scale));
  const raster = blank(width, height);
  const horizon = horizonOf(scene, sheet.height) * scale;
  const ramp = skyRamp(sheet);

  const cloudThing = sheet.thing("clouds");
  const { weight } = COVER[scene.weather];
  const asked = cloudThing ? 0.22 * cloudThing.size : 0;
  const hidden = cloudThing?.count === 0;
  const cover = hidden ? 0 : Math.min(0.98, COVER[scene.weather].cover + asked);
  const body = hidden ? 0 : Math.max(weight, cloudThing ? 0.95 : 0);
  const cloudSeed = scene.skySeed ?? cloudThing?.seed ?? scene.seed;
  const lift = randomFrom(cloudSeed, "clouds")() * 40;
  const warp = sheet.noise("cloud warp");
  const puff = sheet.noise("cloud puff");

  const litColour = rgbOf(palette.cloudLit);
  const shadeColour = rgbOf(palette.cloudShade);
  const glow = rgbOf(palette.glow);
  const glowX = light.x * scale;
  const glowY = light.y * scale;
  const reach = sheet.unit * scale * (palette.dark ? 0.3 : 0.52);
  const low = horizon - glowY < horizon * 0.3;
  const glowPower = light.kind === "none" && palette.dark ? 0.12 : palette.glowStrength;
  const aurora =
    sheet.thing("aurora") && palette.dark ? auroraAt(sheet, scale, horizon) : undefined;
  const milky =
    scene.hour === "night" && scene.weather === "clear" ? milkyWayAt(sheet, scale) : undefined;
  const unit = sheet.unit * scale;

  for (let y = 0; y < height; y += 1) {
    const down = Math.min(1, y / horizon);
    const rampAt = Math.min(255, Math.floor(down * 255)) * 3;
    // Clouds lie on a ceiling: rows near the horizon are farther off, flatter and closer together.
    const far = 1 / (1.16 - down);
    const haze = smooth(1, 0.78, down);
    for (let x = 0; x < width; x += 1) {
      let red = ramp[rampAt] ?? 0;
      let green = ramp[rampAt + 1] ?? 0;
      let blue = ramp[rampAt + 2] ?? 0;

      const dx = (x - glowX) / (low ? 1.55 : 1);
      const dy = (y - glowY) * (low ? 1.25 : 1);
      const near = Math.sqrt(dx * dx + dy * dy) / reach;
      const shine =
        glowPower * (0.75 * Math.exp(-near * near * 1.6) + 0.35 * Math.exp(-near * 1.9));
      if (milky) {
        const light = milky(x, y);
        red += light * 52;
        green += light * 58;
        blue += light * 82;
      }
      if (aurora) {
        const veil = aurora(x, y);
        red += veil * 40;
        green += veil * 210;
        blue += veil * 150 - veil * veil * 40;
      }
      const shineShare = Math.min(1, shine);
      red += (glow[0] - red) * shineShare;
      green += (glow[1] - green) * shineShare;
      blue += (glow[2] - blue) * shineShare;

      if (body > 0 && down < 1) {
        const u = ((x - width * 0.5) * far * 1.7) / unit + lift;
        const v = (y * 2.6 * (0.45 + 0.55 * far)) / unit + lift * 0.37;
        const bendX = warp(u * 0.9, v * 0.9) * 0.55;
        const bendY = warp(u * 0.9 + 31, v * 0.9 + 7) * 0.4;
        const thickness = layered(puff, u + bendX, v * 1.35 + bendY, 5);
        const edge = 0.42 - cover * 0.78;
        const density = smooth(edge, edge + 0.5, thickness);
        if (density > 0.01) {
          const towards = layered(
            puff,
            u + bendX + (glowX - x) * 0.0006,
            v * 1.35 + bendY - 0.16,
            3,
          );
          const lightShare = Math.max(
            0,
            Math.min(1, 0.5 + (thickness - towards) * 1.15 + shine * 0.35),
          );
          const alpha = density * body * (0.35 + 0.65 * haze);
          red += (shadeColour[0] + (litColour[0] - shadeColour[0]) * lightShare - red) * alpha;
          green += (shadeColour[1] + (litColour[1] - shadeColour[1]) * lightShare - green) * alpha;
          blue += (shadeColour[2] + (litColour[2] - shadeColour[2]) * lightShare - blue) * alpha;
        }
      }
      const at = (y * width + x) * 3;
      raster.data[at] = red > 255 ? 255 : red < 0 ? 0 : red;
      raster.data[at + 1] = green > 255 ? 255 : green < 0 ? 0 : green;
      raster.data[at + 2] = blue > 255 ? 255 : blue < 0 ? 0 : blue;
    }
  }
  return raster;
}

/** 256 colours from the zenith to the horizon. */
function skyRamp(sheet: Sheet): Float32Array {
  const stops = [0, 0.3, 0.56, 0.8, 1];
  const ramp = new Float32Array(256 * 3);
  for (let index = 0; index < 256; index += 1) {
    const down = index / 255;
    const next = Math.max(
      1,
      stops.findIndex((stop) => stop >= down),
    );
    const from = stops[next - 1] ?? 0;
    const colour: Rgb = rgbOf(
      mix(
        sheet.palette.sky[next - 1] ?? sheet.palette.sky[0],
        sheet.palette.sky[next] ?? sheet.palette.sky[4],
        smooth(0, 1, (down - from) / ((stops[next] ?? 0) - from)) * 0.5 +
          (0.5 * (down - from)) / ((stops[next] ?? 0) - from),
      ),
    );
    ramp.set(colour, index * 3);
  }
  return ramp;
}

function auroraAt(sheet: Sheet, scale: number, horizon: number): (x: number, y: number) => number {
  const noise = sheet.noise("aurora");
  const unit = sheet.unit * scale;
  return (x, y) => {
    let sum = 0;
    for (let curtain = 0; curtain < 3; curtain += 1) {
      const foot =
        horizon * (0.5 + curtain * 0.13) +
        noise((x / unit) * 1.3 + curtain * 9, curtain * 3.7) * unit * 0.16;
      const rise = (foot - y) / (unit * (0.34 + 0.1 * curtain));
      if (rise < -0.12) continue;
      const folds = 0.55 + 0.45 * noise((x / unit) * 11 + noise(x / unit, 3) * 4, curtain * 5.3);
      const body = rise < 0 ? 1 + rise / 0.12 : Math.exp(-rise * 2.1);
      sum += body * folds * 0.42;
    }
    return Math.min(1, sum);
  };
}

function milkyWayAt(sheet: Sheet, scale: number): (x: number, y: number) => number {
  const noise = sheet.noise("milky way");
  const unit = sheet.unit * scale;
  const slope = sheet.random("milky way")() > 0.5 ? 0.75 : -0.75;
  const centre = sheet.width * scale * 0.62;
  return (x, y) => {
    const across = (x - centre - y * slope) / (unit * 0.2);
    const band = Math.exp(-across * across);
    if (band < 0.02) return 0;
    return band * Math.max(0, 0.45 + layered(noise, (x / unit) * 5, (y / unit) * 5, 4) * 0.9);
  };
}
