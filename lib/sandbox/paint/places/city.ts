import "server-only";
import { type Hex, mix } from "../../colour";
import { lit, shaded } from "../../scene/palette";
import { between, pick, type Random } from "../../random";
import { paintMist, paintRidge, ridge } from "../land";
import { horizonOf, type Sheet } from "../sheet";
import { circle, n, path, polygon, rect, stroke } from "../svg";
import type { PaintPlace } from "./place-layers";

const GLASS = ["#8fa3b5", "#b7a795", "#7d8ca3", "#a39a9c", "#93b0b5", "#c2b59c"] as const;

/** A skyline in three depths across a river, lit windows when it is dark. */
export const paintCity: PaintPlace = (sheet) => {
  const { height, unit, palette, width } = sheet;
  const horizon = horizonOf(sheet.scene, height);
  const haze = mix(palette.sky[4], palette.sky[3], 0.4);
  let back = paintRidge(
    sheet,
    ridge(sheet, "city hills", unit * 0.16, 0.3, 1.2),
    horizon,
    mix(palette.far, haze, 0.4),
    haze,
    0.5,
  );
  back += towers(sheet, "far", horizon, unit * 0.36, haze, 0.68, 0.5);
  back += paintMist(sheet, horizon - unit * 0.06, unit * 0.3, haze, 0.4);
  back += towers(sheet, "middle", horizon, unit * 0.4, haze, 0.36, 0.75);
  back += towers(sheet, "near", horizon, unit * 0.27, haze, 0.06, 1);
  back += rect(
    0,
    horizon - unit * 0.012,
    width,
    unit * 0.016,
    mix(palette.grass, palette.near, 0.5),
  );
  if (palette.lamps > 0.2) {
    const random = sheet.random("quay lamps");
    for (let x = unit * 0.02; x < width; x += unit * (0.03 + 0.02 * random()))
      back += circle(
        x,
        horizon - unit * 0.014,
        unit * 0.0026,
        "#ffd998",
        `opacity="${palette.lamps}"`,
      );
  }
  return {
    stage: {
      horizon,
      water: { top: horizon, bottom: height, calm: 0.62 },
      ground: () => horizon,
      standing: [0.1, 0.9],
      landmark: 0.7,
      scale: 0.6,
    },
    back,
    front: "",
  };
};

function towers(
  sheet: Sheet,
  label: string,
  foot: number,
  tall: number,
  haze: Hex,
  hazeShare: number,
  detail: number,
): string {
  const { palette, unit, width, height } = sheet;
  const random = sheet.random(`towers ${label}`);
  const centre = between(random, 0.3, 0.7) * width;
  const reach = Math.max(width * 0.4, unit * 0.5);
  const fromLeft = sheet.light.x < width / 2;
  const limit = Math.min(tall * 1.5, height * 0.5);
  let drawn = "";
  let dark = "";
  let bright = "";
  for (let x = -unit * 0.05; x < width;) {
    const wide = unit * between(random, 0.035, 0.085) * (0.75 + detail * 0.35);
    const central = Math.exp(-(((x - centre) / reach) ** 2) * 1.6);
    const high = Math.min(limit, tall * (0.3 + central * (0.35 + 0.75 * random() ** 1.6)));
    const own = mix(pick(random, GLASS), palette.near, 0.25);
    const face = mix(lit(palette, own), haze, hazeShare);
    const side = mix(shaded(palette, own), haze, hazeShare);
    const top = foot - high;
    const split = wide * between(random, 0.55, 0.72);
    drawn +=
      rect(x, top, wide, high, fromLeft ? face : side) +
      rect(fromLeft ? x + split : x, top, wide - split, high, fromLeft ? side : face);
    drawn += roofTop(random, x, top, wide, unit, face, side);
    const rowStep = unit * 0.0155;
    const columnStep = unit * 0.0125;
    if (detail > 0.6) {
      for (let y = top + rowStep * 0.8; y < foot - rowStep; y += rowStep) {
        for (
          let column = x + columnStep * 0.5;
          column < x + wide - columnStep * 0.6;
          column += columnStep
        ) {
          const roll = random();
          const square = `M${n(column)},${n(y)}h${n(columnStep * 0.55)}v${n(rowStep * 0.55)}h${n(-columnStep * 0.55)}z`;
          if (roll < palette.lamps * 0.46) bright += square;
          else if (roll > 0.5) dark += square;
        }
      }
    }
    x += wide * between(random, 0.86, 1.25);
  }
  return (
    drawn +
    path(
      dark || "M0,0",
      mix(palette.shadeTint, palette.near, 0.4),
      `opacity="${0.34 * (1 - hazeShare)}"`,
    ) +
    path(
      bright || "M0,0",
      "#ffd58a",
      `opacity="${(palette.lamps * (1 - hazeShare * 0.7)).toFixed(2)}"`,
    )
  );
}

function roofTop(
  random: Random,
  x: number,
  top: number,
  wide: number,
  unit: number,
  face: Hex,
  side: Hex,
): string {
  const kind = random();
  if (kind < 0.22) {
    const inset = wide * 0.2;
    const step = unit * 0.03;
    return (
      rect(x + inset, top - step, wide - inset * 2, step + 1, face) +
      rect(x + wide / 2, top - step, wide / 2 - inset, step + 1, side)
    );
  }
  if (kind < 0.36)
    return (
      stroke(`M${n(x + wide / 2)},${n(top)}v${n(-unit * 0.055)}`, side, unit * 0.003) +
      rect(x + wide * 0.36, top - unit * 0.012, wide * 0.28, unit * 0.013, side)
    );
  if (kind < 0.48)
    return (
      polygon(
        [
          [x, top + 0.5],
          [x + wide / 2, top - wide * 0.75],
          [x + wide, top + 0.5],
        ],
        face,
      ) +
      polygon(
        [
          [x + wide / 2, top - wide * 0.75],
          [x + wide, top + 0.5],
          [x + wide * 0.62, top + 0.5],
        ],
        side,
      )
    );
  if (kind < 0.6)
    return polygon(
      [
        [x, top + 0.5],
        [x, top - wide * 0.3],
        [x + wide, top + 0.5],
      ],
      face,
    );
  return "";
}
