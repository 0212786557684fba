import "server-only";
import { type Hex, lighten, mix } from "../../colour";
import { lit, shaded } from "../../scene/palette";
import { between, pick, type Random } from "../../random";
import { paintGround, paintMist, paintRidge, ridge } from "../land";
import { horizonOf, type Sheet } from "../sheet";
import { circle, n, path, polygon, rect, stroke } from "../svg";
import type { PaintPlace } from "./place";

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

/** Stars, a great planet with its ring, and the rim of the ground one stands on. */
export const paintSpace: PaintPlace = (sheet) => {
  const { height, unit, palette, width } = sheet;
  const random = sheet.random("space");
  const x = width * between(random, 0.5, 0.72);
  const y = height * between(random, 0.3, 0.42);
  const radius = unit * between(random, 0.17, 0.23);
  const own = sheet.scene.tints[0] ?? pick(random, ["#d9896a", "#7fb0c9", "#b795cf", "#d8b46a"]);
  const bank = ridge(sheet, "moon ground", unit * 0.2, 0.35, 0.9);
  const ground = (at: number) => height - unit * 0.05 - bank(at);
  let bands = "";
  for (let band = 0; band < 9; band += 1) {
    const top = y - radius + (radius * 2 * band) / 9;
    bands += `<path d="M${n(x - radius)},${n(top)}q${n(radius)},${n(radius * 0.16)} ${n(radius * 2)},0v${n(radius * 0.24)}q${n(-radius)},${n(radius * 0.16)} ${n(-radius * 2)},0z" fill="${lighten(own, (random() - 0.5) * 0.16)}"/>`;
  }
  const ring = (half: "back" | "front") =>
    `<g transform="rotate(-18 ${n(x)} ${n(y)})">${[1.5, 1.72, 1.95]
      .map((wide, index) =>
        stroke(
          half === "back"
            ? `M${n(x - radius * wide)},${n(y)}A${n(radius * wide)},${n(radius * wide * 0.24)} 0 0 1 ${n(x + radius * wide)},${n(y)}`
            : `M${n(x - radius * wide)},${n(y)}A${n(radius * wide)},${n(radius * wide * 0.24)} 0 0 0 ${n(x + radius * wide)},${n(y)}`,
          lighten(own, 0.12),
          radius * (0.09 - index * 0.02),
          'opacity="0.7"',
        ),
      )
      .join("")}</g>`;
  const planet =
    `<clipPath id="planet"><circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}"/></clipPath>` +
    `<radialGradient id="planetShade" cx="0.32" cy="0.3" r="0.85"><stop offset="0.3" stop-color="#04081a" stop-opacity="0"/><stop offset="1" stop-color="#04081a" stop-opacity="0.9"/></radialGradient>` +
    `${ring("back")}<g clip-path="url(#planet)"><g transform="rotate(-18 ${n(x)} ${n(y)})">${circle(x, y, radius, own)}${bands}</g>${circle(x, y, radius, "url(#planetShade)")}</g>${ring("front")}`;
  return {
    stage: {
      horizon: height,
      ground: (at) => ground(at) + 2,
      standing: [0.15, 0.6],
      landmark: 0.25,
      scale: 0.8,
    },
    back:
      planet +
      paintRidge(
        sheet,
        ridge(sheet, "moon far", unit * 0.3, 0.6, 1),
        height,
        mix(palette.far, palette.sky[1], 0.5),
        palette.sky[2],
        0.3,
      ),
    front: paintGround(sheet, ground, mix(palette.near, palette.grassLit, 0.35), palette.grass),
  };
};
