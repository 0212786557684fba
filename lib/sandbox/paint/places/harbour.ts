import "server-only";
import { type Hex, mix } from "../../colour";
import { lit, shaded } from "../../scene/palette";
import { between, pick, type Random } from "../../random";
import { paintRidge, ridge } from "../land";
import { horizonOf, type Sheet } from "../sheet";
import { polygon, rect } from "../svg";
import type { PaintPlace } from "./place-layers";

const PLASTER = [
  "#e8c9a0",
  "#d98c6a",
  "#f0e6d2",
  "#c7675a",
  "#9db7b8",
  "#e3b35c",
  "#b9c4a2",
  "#d8a3a0",
  "#7f9bb3",
] as const;
const TILES = ["#a5483a", "#8a4a42", "#5d5560", "#b5653f"] as const;

/** Narrow painted houses along a quay, and their reflections. */
export const paintHarbour: PaintPlace = (sheet) => {
  const { height, unit, palette, width } = sheet;
  const horizon = horizonOf(sheet.scene, height);
  const quay = horizon + unit * 0.012;
  const random = sheet.random("harbour");
  const hill = ridge(sheet, "harbour hill", unit * 0.32, 0.1, 1);
  const hillColour = mix(mix(palette.near, palette.grass, 0.3), palette.sky[4], 0.35);
  let back = paintRidge(
    sheet,
    ridge(sheet, "harbour far", unit * 0.24, 0.4, 1.2),
    horizon,
    mix(palette.far, palette.sky[4], 0.3),
    palette.sky[4],
    0.5,
  );
  back += paintRidge(sheet, hill, horizon, hillColour, palette.sky[4], 0.25);
  // A second row up the slope, small and hazy, then the row on the quay.
  for (let x = unit * 0.02; x < width; x += unit * between(random, 0.045, 0.09)) {
    const foot = horizon - hill(x) * 0.42 - unit * 0.03;
    if (random() < 0.55)
      back += facade(
        sheet,
        random,
        x,
        foot,
        unit * 0.042,
        unit * between(random, 0.045, 0.07),
        0.4,
      );
  }
  for (let x = -unit * 0.03; x < width;) {
    const wide = unit * between(random, 0.062, 0.098);
    back += facade(sheet, random, x, quay, wide, unit * between(random, 0.12, 0.21), 0);
    x += wide;
  }
  back +=
    rect(0, quay - unit * 0.004, width, unit * 0.026, shaded(palette, "#7d7468")) +
    rect(0, quay - unit * 0.006, width, unit * 0.006, lit(palette, "#b5aa98"));
  return {
    stage: {
      horizon: quay + unit * 0.02,
      water: { top: quay + unit * 0.02, bottom: height, calm: 0.7 },
      ground: () => quay,
      standing: [0.08, 0.92],
      landmark: 0.86,
      scale: 0.75,
    },
    back,
    front: "",
  };
};

function facade(
  sheet: Sheet,
  random: Random,
  x: number,
  foot: number,
  wide: number,
  high: number,
  hazeShare: number,
): string {
  const { palette, unit } = sheet;
  const own = pick(random, PLASTER);
  const haze = (hex: Hex) => mix(hex, palette.sky[4], hazeShare);
  const wall = haze(lit(palette, own));
  const edge = haze(shaded(palette, own));
  const tile = haze(shaded(palette, pick(random, TILES)));
  const top = foot - high;
  const fromLeft = sheet.light.x < x;
  let drawn =
    rect(x, top, wide + 0.6, high, wall) +
    rect(fromLeft ? x + wide * 0.88 : x, top, wide * 0.12, high, edge, 'opacity="0.7"');
  const gable = random() < 0.55;
  drawn += gable
    ? polygon(
        [
          [x - wide * 0.06, top + 1],
          [x + wide / 2, top - wide * 0.5],
          [x + wide * 1.06, top + 1],
        ],
        tile,
      ) +
      polygon(
        [
          [x + wide * 0.1, top + 1],
          [x + wide / 2, top - wide * 0.34],
          [x + wide * 0.9, top + 1],
        ],
        wall,
      )
    : polygon(
        [
          [x - wide * 0.05, top + 1],
          [x + wide * 0.08, top - wide * 0.34],
          [x + wide * 0.92, top - wide * 0.34],
          [x + wide * 1.05, top + 1],
        ],
        tile,
      );
  if (random() < 0.4)
    drawn += rect(x + wide * 0.7, top - wide * 0.52, wide * 0.11, wide * 0.3, tile);
  const columns = wide > unit * 0.07 ? 3 : 2;
  const rows = Math.max(1, Math.floor(high / (unit * 0.048)));
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const w = wide * (columns === 3 ? 0.16 : 0.22);
      const h = Math.min(unit * 0.026, (high / rows) * 0.55);
      const left = x + wide * ((column + 0.5) / columns) - w / 2;
      const y = top + (row + 0.3) * (high / rows);
      const burning = random() < palette.lamps * 0.6;
      drawn += rect(
        left - w * 0.12,
        y - h * 0.08,
        w * 1.24,
        h * 1.18,
        haze(lit(palette, "#f4efe4")),
        'opacity="0.55"',
      );
      drawn += rect(
        left,
        y,
        w,
        h,
        burning ? "#ffcf7d" : haze(shaded(palette, "#4c5a6b")),
        burning ? `opacity="${0.55 + palette.lamps * 0.45}"` : "",
      );
    }
  }
  return drawn;
}
