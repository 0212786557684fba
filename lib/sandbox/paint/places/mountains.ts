import "server-only";
import { lighten, mix } from "../../colour";
import { paintFacets, paintGrass, paintGround, paintMist, paintRidge, ridge } from "../land";
import { horizonOf } from "../sheet";
import { n, rect, stroke } from "../svg";
import { pineRow } from "../objects/trees";
import type { PaintPlace } from "./place-layers";

/** Range behind range into the haze. */
export const paintMountains: PaintPlace = (sheet) => {
  const { width, height, unit, palette } = sheet;
  const horizon = horizonOf(sheet.scene, height);
  const ranges = 5;
  let back = "";
  for (let index = 0; index < ranges; index += 1) {
    const nearness = index / (ranges - 1);
    const foot = horizon + (height - horizon) * 0.62 * nearness ** 1.4;
    const tall = unit * (0.4 - 0.2 * nearness) * (index === 0 ? 1.05 : 1);
    const shape = ridge(
      sheet,
      `range ${index}`,
      Math.min(tall, horizon * 0.7),
      0.82 - 0.28 * nearness,
      1.25 - 0.4 * nearness,
    );
    const colour = mix(mix(palette.far, palette.sky[4], 0.3), palette.near, nearness ** 0.8);
    back += paintRidge(sheet, shape, foot, colour, palette.sky[4], 0.72 - 0.2 * nearness);
    if (index < 3) {
      back += paintFacets(sheet, shape, foot, {
        lit: palette.lightTint,
        shade: mix(colour, palette.shadeTint, 0.6),
        ...(index < 2
          ? { snow: palette.snow, snowShade: mix(palette.snow, palette.shadeTint, 0.35) }
          : {}),
        height: tall,
        label: `range ${index}`,
      });
    }
    if (index > 0) back += paintMist(sheet, foot - unit * 0.02, unit * 0.12, palette.sky[4], 0.34);
  }
  const last = horizon + (height - horizon) * 0.62;
  back += rect(0, last, width, height - last, mix(palette.near, palette.sky[4], 0.52));
  const bank = sheet.noise("foothill");
  const ground = (x: number) =>
    height -
    unit * 0.13 +
    bank(x / (unit * 0.9), 4) * unit * 0.06 +
    (x / width - 0.6) * unit * -0.12;
  return {
    stage: {
      horizon,
      ground: (x) => ground(x) + unit * 0.012,
      standing: [0.08, 0.92],
      landmark: 0.72,
      scale: 0.85,
    },
    back:
      back +
      pineRow(
        sheet,
        "slope",
        (x) => ground(x) + unit * 0.03,
        mix(palette.near, palette.grass, 0.7),
        0.5,
        0.09,
      ),
    front:
      paintGround(sheet, ground, mix(palette.grass, palette.grassLit, 0.25), palette.grass) +
      paintGrass(sheet, ground, palette.grassLit, 0, width, "foothill", 0.7),
  };
};

/** Snowfields, white peaks and dark pines. */
export const paintSnow: PaintPlace = (sheet) => {
  const { height, unit, palette, width } = sheet;
  const horizon = horizonOf(sheet.scene, height);
  const tall = Math.min(unit * 0.4, horizon * 0.66);
  const peaks = ridge(sheet, "snow peaks", tall, 0.85, 1.1);
  const shade = mix(palette.snow, palette.shadeTint, 0.4);
  let back =
    paintRidge(
      sheet,
      ridge(sheet, "snow beyond", tall * 0.8, 0.7, 0.8),
      horizon,
      mix(shade, palette.sky[4], 0.5),
      palette.sky[4],
      0.6,
    ) +
    paintRidge(
      sheet,
      peaks,
      horizon + unit * 0.03,
      mix(palette.snow, palette.shadeTint, 0.25),
      palette.snow,
      0.4,
    ) +
    paintFacets(sheet, peaks, horizon + unit * 0.03, {
      lit: palette.snow,
      shade,
      snow: lighten(palette.snow, 0.03),
      snowShade: shade,
      height: tall,
      label: "snow",
    }) +
    paintMist(sheet, horizon, unit * 0.14, palette.sky[4], 0.5);
  const drift = sheet.noise("drift");
  const dark = mix(palette.grass, palette.shadeTint, 0.3);
  const lines = [0.1, 0.36, 0.66].map(
    (share, index) => (x: number) =>
      horizon + (height - horizon) * share + drift(x / (unit * 0.9), index * 7) * unit * 0.05,
  );
  lines.forEach((line, index) => {
    back += pineRow(
      sheet,
      `snow ${index}`,
      (x) => line(x) + unit * 0.01,
      mix(dark, palette.sky[4], 0.42 - index * 0.2),
      0.42 - index * 0.12,
      0.1 + index * 0.075,
      index === 2 ? [0.22, 0.84] : undefined,
      palette.snow,
    );
    back += paintGround(
      sheet,
      line,
      mix(palette.snow, palette.sky[4], 0.1),
      mix(palette.snow, palette.shadeTint, 0.16 + index * 0.05),
    );
  });
  const ground = lines[2] ?? (() => height);
  return {
    stage: {
      horizon,
      ground: (x) => ground(x) + unit * 0.02,
      standing: [0.2, 0.86],
      landmark: 0.66,
      scale: 1,
    },
    back:
      back +
      stroke(
        `M0,${n(height - unit * 0.07)}q${n(width * 0.3)},${n(-unit * 0.06)} ${n(width * 0.6)},${n(-unit * 0.01)}t${n(width * 0.5)},${n(-unit * 0.03)}`,
        shade,
        unit * 0.012,
        'opacity="0.25"',
      ),
    front: "",
  };
};
