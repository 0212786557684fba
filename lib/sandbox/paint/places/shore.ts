import "server-only";
import { lighten, mix } from "../../colour";
import { paintFacets, paintGrass, paintGround, paintMist, paintRidge, ridge } from "../land";
import { horizonOf } from "../sheet";
import { n, path, type Point, polygon, stroke } from "../svg";
import type { PaintPlace } from "./place-layers";

const ease = (share: number) => {
  const held = Math.max(0, Math.min(1, share));
  return held * held * (3 - 2 * held);
};

/** Open sea, far islands and a grassy headland on one side. */
export const paintCoast: PaintPlace = (sheet) => {
  const { width, height, unit, palette } = sheet;
  const horizon = horizonOf(sheet.scene, height);
  const random = sheet.random("coast");
  const swell = sheet.noise("headland");
  const start = 0.36 + 0.14 * random();
  const crest = horizon + unit * (0.03 + 0.05 * random());
  const wide = width > height;
  // On an upright sheet the headland runs lower and wider, or it would leave no water.
  const from = (wide ? start : start - 0.12) * width;
  const ground = (x: number) => {
    const rise = ease((x - from) / (width * 0.42));
    const bank = height + unit * 0.06 - (height + unit * 0.06 - crest) * Math.sqrt(rise);
    return (
      bank +
      swell(x / unit, 3) * unit * 0.018 * rise -
      ease((x - width * 0.82) / (width * 0.3)) * unit * 0.035
    );
  };
  const far = ridge(sheet, "far isles", unit * 0.115, 0.15, 1.25);
  const isles = ridge(sheet, "near isles", unit * 0.09, 0.05, 0.9);
  const middle = mix(palette.far, palette.near, 0.45);
  const back =
    paintRidge(sheet, far, horizon, palette.far, palette.sky[4], 0.55) +
    paintRidge(
      sheet,
      (x) => Math.max(0, isles(x) - unit * 0.04),
      horizon,
      middle,
      palette.sky[4],
      0.4,
    ) +
    paintMist(sheet, horizon - unit * 0.005, unit * 0.06, palette.sky[4], 0.5);
  const body = paintGround(
    sheet,
    ground,
    palette.grass,
    mix(palette.grass, "#000000", 0.28),
    from - 10,
  );
  let shelf = `M${n(from + width * 0.19)},${n(ground(from + width * 0.19))}`;
  for (let x = from + width * 0.19; x <= width + 8; x += 6) shelf += `L${n(x)},${n(ground(x))}`;
  for (let x = width + 8; x >= from + width * 0.19; x -= 6) {
    shelf += `L${n(x)},${n(ground(x) + unit * 0.05 * ease((x - from - width * 0.19) / (width * 0.16)) + swell(x / unit, 9) * unit * 0.012)}`;
  }
  const rocks = [0.02, 0.075, 0.11].map((share, index) => {
    const x = from + width * (share - 0.07);
    const size = unit * (0.034 - index * 0.008) * (0.8 + 0.5 * random());
    const y = height - unit * (0.025 + index * 0.05);
    const peak: Point = [x + size * (random() - 0.6) * 0.6, y - size * (0.75 + 0.35 * random())];
    const shoulder: Point = [x + size * 0.72, y - size * (0.35 + 0.3 * random())];
    const stone = mix(palette.grass, palette.deep, 0.35);
    const foot: Point = [x + size * 0.12, y];
    return (
      polygon(
        [[x - size, y], [x - size * 0.72, y - size * 0.42], peak, shoulder, [x + size * 1.15, y]],
        stone,
      ) +
      polygon(
        [[x - size, y], [x - size * 0.72, y - size * 0.42], peak, foot],
        mix(stone, palette.lightTint, 0.22),
      ) +
      stroke(
        `M${n(x - size * 1.5)},${n(y + 1)}h${n(size * 2.9)}`,
        palette.sky[4],
        unit * 0.002,
        'opacity="0.45"',
      )
    );
  });
  return {
    stage: {
      horizon,
      water: { top: horizon, bottom: height, calm: 0.45 },
      ground,
      standing: [Math.min(0.9, from / width + 0.26), 0.95],
      landmark: Math.min(0.84, from / width + 0.34),
      scale: 1,
    },
    back,
    front:
      rocks.join("") +
      body +
      path(`${shelf}Z`, palette.grassLit, 'opacity="0.55"') +
      paintGrass(
        sheet,
        (x) => ground(x) + unit * 0.03,
        palette.grassLit,
        from + width * 0.05,
        width,
        "coast",
        0.9,
      ),
  };
};

/** Sand in front, surf, open sea. */
export const paintBeach: PaintPlace = (sheet) => {
  const { width, height, unit, palette } = sheet;
  const horizon = horizonOf(sheet.scene, height);
  const curve = sheet.noise("beach");
  const shoreAt = horizon + (height - horizon) * 0.5;
  const ground = (x: number) =>
    shoreAt + curve(x / (unit * 1.3), 1) * unit * 0.05 + (x / width - 0.5) * unit * -0.16;
  const isles = ridge(sheet, "far isles", unit * 0.11, 0.1, 1.1);
  const back =
    paintRidge(
      sheet,
      (x) => Math.max(0, isles(x) - unit * 0.035),
      horizon,
      palette.far,
      palette.sky[4],
      0.5,
    ) + paintMist(sheet, horizon, unit * 0.05, palette.sky[4], 0.5);
  const foam = [0, 0.022, 0.05].map((lift, index) => {
    let d = "";
    for (let x = -8; x <= width + 8; x += 8) {
      const y = ground(x) - unit * lift + curve(x / (unit * 0.2), 5 + index * 3) * unit * 0.008;
      d += `${d ? "L" : "M"}${n(x)},${n(y)}`;
    }
    return stroke(
      d,
      lighten(palette.cloudLit, 0.04),
      unit * (0.007 - index * 0.0016),
      `opacity="${0.85 - index * 0.25}"`,
    );
  });
  const random = sheet.random("beach grain");
  let specks = "";
  for (let index = 0; index < 170; index += 1) {
    const x = random() * width;
    const y = ground(x) + unit * 0.03 + random() * (height - ground(x));
    specks += `M${n(x)},${n(y)}h${n(unit * (0.004 + 0.012 * random()))}`;
  }
  return {
    stage: {
      horizon,
      water: { top: horizon, bottom: height, calm: 0.4 },
      ground: (x) => ground(x) + unit * 0.06,
      standing: [0.1, 0.92],
      landmark: 0.78,
      scale: 1.1,
    },
    back,
    front:
      paintGround(sheet, ground, mix(palette.sand, palette.deep, 0.22), palette.sand) +
      paintGround(
        sheet,
        (x) => ground(x) + unit * 0.035 + curve(x / unit, 8) * unit * 0.012,
        palette.sand,
        lighten(palette.sand, -0.06),
      ) +
      foam.join("") +
      stroke(specks, lighten(palette.sand, -0.1), unit * 0.0018, 'opacity="0.5"'),
  };
};

/** A mountain lake: peaks, their reflection, a near bank with reeds. */
export const paintLake: PaintPlace = (sheet) => {
  const { width, height, unit, palette } = sheet;
  const horizon = horizonOf(sheet.scene, height);
  const bank = sheet.noise("bank");
  const winter = sheet.scene.season === "winter";
  const tall = Math.min(horizon * 0.62, unit * 0.42);
  const peaks = ridge(sheet, "lake peaks", tall, 0.8, 1.15);
  const hills = ridge(sheet, "lake hills", unit * 0.15, 0.15, 0.7);
  const middle = mix(palette.far, palette.near, 0.4);
  const back =
    paintRidge(
      sheet,
      ridge(sheet, "lake beyond", tall * 0.75, 0.6, 0.8),
      horizon,
      mix(palette.far, palette.sky[4], 0.35),
      palette.sky[4],
      0.6,
    ) +
    paintRidge(sheet, peaks, horizon, middle, palette.sky[4], 0.5) +
    paintFacets(sheet, peaks, horizon, {
      lit: palette.lightTint,
      shade: palette.shadeTint,
      snow: palette.snow,
      snowShade: mix(palette.snow, palette.shadeTint, 0.35),
      height: tall,
      label: "lake",
    }) +
    paintRidge(
      sheet,
      hills,
      horizon,
      mix(palette.near, palette.grass, 0.35),
      palette.sky[4],
      0.35,
    ) +
    paintMist(sheet, horizon - unit * 0.02, unit * 0.09, palette.sky[4], 0.55);
  const edge = height - unit * 0.1;
  const ground = (x: number) =>
    edge + bank(x / (unit * 0.8), 2) * unit * 0.05 - Math.abs(x / width - 0.42) ** 2 * unit * 0.34;
  const top = winter ? palette.snow : mix(palette.grass, palette.grassLit, 0.35);
  return {
    stage: {
      horizon,
      water: { top: horizon, bottom: height, calm: 0.86 },
      ground: (x) => ground(x) + unit * 0.02,
      standing: [0.06, 0.94],
      landmark: 0.76,
      scale: 1.05,
    },
    back,
    front:
      paintGround(sheet, ground, top, palette.grass) +
      paintGrass(sheet, ground, palette.grassLit, 0, width, "lake", 0.8),
  };
};
