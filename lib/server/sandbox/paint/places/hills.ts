import "server-only";
import { lighten, mix } from "../../colour";
import { paintFacets, paintGrass, paintGround, paintMist, paintRidge, ridge } from "../land";
import { horizonOf, type Sheet } from "../sheet";
import { circle, n, path, rect, stroke } from "../svg";
import { broadleaf, pineRow } from "../things/plants";
import type { PaintPlace } from "./place";

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

/** Rolling fields in rows, a hedge here and there, flowers close by. */
export const paintMeadow: PaintPlace = (sheet) => {
  const { width, height, unit, palette } = sheet;
  const horizon = horizonOf(sheet.scene, height);
  let back = paintRidge(
    sheet,
    ridge(sheet, "far hills", unit * 0.16, 0.25, 1.2),
    horizon + unit * 0.02,
    mix(palette.far, palette.sky[4], 0.2),
    palette.sky[4],
    0.6,
  );
  const fields = [
    palette.grassLit,
    mix(palette.grassLit, "#e4c45a", 0.4),
    mix(palette.grass, palette.grassLit, 0.5),
    mix(palette.grassLit, "#b7cf6a", 0.35),
  ] as const;
  const layers = 4;
  let ground = (_x: number) => height;
  for (let index = 0; index < layers; index += 1) {
    const nearness = index / (layers - 1);
    const foot = horizon + unit * 0.05 + (height - horizon) * 0.72 * nearness ** 1.25;
    const hill = ridge(sheet, `field ${index}`, unit * (0.1 + 0.05 * nearness), 0, 1.05);
    const line = (x: number) => foot - hill(x);
    const colour = mix(
      mix(fields[index % fields.length] ?? palette.grass, palette.grass, nearness * 0.35),
      palette.sky[4],
      0.42 * (1 - nearness),
    );
    back += paintGround(sheet, line, colour, mix(colour, palette.grass, 0.55));
    back += furrows(sheet, line, mix(colour, palette.grass, 0.4), index);
    if (index === 0 || index === 1)
      back += hedge(sheet, line, mix(palette.grass, palette.sky[4], 0.35 - index * 0.2), index);
    ground = line;
  }
  return {
    stage: {
      horizon,
      ground: (x) => ground(x) + unit * 0.01,
      standing: [0.1, 0.9],
      landmark: 0.7,
      scale: 1,
    },
    back,
    front: paintGrass(
      sheet,
      (x) => ground(x) + unit * 0.01,
      palette.grassLit,
      0,
      width,
      "meadow",
      1.5,
    ),
  };
};

function furrows(sheet: Sheet, line: (x: number) => number, colour: string, layer: number): string {
  const { width, height, unit } = sheet;
  const vanishing = width * (0.3 + 0.4 * sheet.random(`furrow ${layer}`)());
  let d = "";
  for (let index = -14; index <= 14; index += 1) {
    const x = vanishing + index * unit * 0.055;
    if (x < -unit * 0.4 || x > width + unit * 0.4) continue;
    const top = line(x);
    const fall = Math.min(height - top, unit * 0.3);
    d += `M${n(x)},${n(top)}q${n(index * unit * 0.012)},${n(fall * 0.45)} ${n(index * unit * 0.075)},${n(fall)}`;
  }
  return stroke(d, colour, unit * 0.0035, 'opacity="0.32"');
}

function hedge(sheet: Sheet, line: (x: number) => number, colour: string, layer: number): string {
  const random = sheet.random(`hedge ${layer}`);
  let drawn = "";
  for (let clump = 0; clump < 5; clump += 1) {
    const start = random() * sheet.width;
    const count = 3 + Math.floor(random() * 7);
    for (let bush = 0; bush < count; bush += 1) {
      const x = start + bush * sheet.unit * 0.016;
      const size = sheet.unit * (0.009 + 0.008 * random()) * (1 + layer * 0.5);
      drawn +=
        circle(x, line(x) - size * 0.4, size, colour) +
        circle(x - size * 0.3, line(x) - size * 0.75, size * 0.55, lighten(colour, 0.06));
    }
  }
  return drawn;
}

/** Trunks and crowns in five depths of mist, with shafts of light. */
export const paintForest: PaintPlace = (sheet) => {
  const { width, height, unit, palette, scene } = sheet;
  const horizon = horizonOf(sheet.scene, height);
  const haze = palette.sky[3];
  let back = paintRidge(
    sheet,
    ridge(sheet, "wood hill", unit * 0.3, 0.3, 1.1),
    horizon,
    mix(palette.far, haze, 0.45),
    haze,
    0.5,
  );
  const depths = 5;
  const bank = sheet.noise("forest floor");
  for (let index = 0; index < depths; index += 1) {
    const nearness = index / (depths - 1);
    const foot = horizon + (height - horizon) * (0.08 + 0.62 * nearness ** 1.3);
    const line = (x: number) => foot + bank(x / unit, index * 4) * unit * 0.03 * (1 + nearness);
    const colour = mix(mix(palette.near, haze, 0.62), palette.grass, nearness);
    const leafy = scene.season === "autumn" || scene.season === "spring";
    if (leafy && index >= 2) back += leafyRow(sheet, index, line, nearness);
    else
      back += pineRow(
        sheet,
        `depth ${index}`,
        line,
        colour,
        0.85 - 0.42 * nearness,
        0.15 + 0.3 * nearness ** 1.2,
        index === depths - 1 ? [0.3, 0.7] : undefined,
      );
    back += paintGround(
      sheet,
      line,
      mix(colour, palette.grassLit, 0.25 * nearness),
      mix(colour, palette.grass, 0.5),
    );
    if (index < depths - 1)
      back += paintMist(sheet, foot - unit * 0.04, unit * 0.24, haze, 0.42 - 0.07 * index);
  }
  const ground = (x: number) => height - unit * 0.17 + bank(x / unit, 31) * unit * 0.03;
  const trail = width * 0.5;
  const pathway = path(
    `M${n(trail - unit * 0.015)},${n(horizon + (height - horizon) * 0.42)}C${n(trail + unit * 0.1)},${n(height - unit * 0.2)} ${n(trail - unit * 0.22)},${n(height - unit * 0.12)} ${n(trail - unit * 0.2)},${height + 4}H${n(trail + unit * 0.2)}C${n(trail + unit * 0.12)},${n(height - unit * 0.16)} ${n(trail + unit * 0.16)},${n(height - unit * 0.24)} ${n(trail + unit * 0.012)},${n(horizon + (height - horizon) * 0.42)}Z`,
    mix(palette.sand, palette.grass, 0.35),
    'opacity="0.75"',
  );
  return {
    stage: {
      horizon,
      ground: (x) => ground(x) + unit * 0.05,
      standing: [0.2, 0.8],
      landmark: 0.6,
      scale: 0.95,
    },
    back: back + lightShafts(sheet, horizon),
    front:
      pathway +
      paintGrass(sheet, (x) => ground(x) + unit * 0.02, palette.grassLit, 0, width, "forest", 1.1),
  };
};

/** Broad-leaved trees for the seasons that are about leaves; the way down the middle stays open. */
function leafyRow(
  sheet: Sheet,
  index: number,
  line: (x: number) => number,
  nearness: number,
): string {
  const random = sheet.random(`leaves ${index}`);
  let drawn = "";
  const step = sheet.unit * (0.07 + 0.07 * nearness);
  for (let x = -step; x < sheet.width + step; x += step * (0.8 + 0.7 * random())) {
    const size = sheet.unit * (0.17 + 0.3 * nearness ** 1.3) * (0.8 + 0.4 * random());
    const middle = Math.abs(x / sheet.width - 0.5) < 0.1 + 0.1 * nearness;
    if (middle) continue;
    drawn += broadleaf(sheet, x, line(x) + size * 0.03, size, undefined, random);
  }
  return drawn;
}

function lightShafts(sheet: Sheet, horizon: number): string {
  if (sheet.light.kind === "none") return "";
  const random = sheet.random("shafts");
  let drawn = "";
  for (let index = 0; index < 6; index += 1) {
    const spread = (random() - 0.4) * sheet.unit * 1.1;
    const wide = sheet.unit * (0.02 + 0.05 * random());
    const endX = sheet.light.x + spread * 1.6;
    const endY = horizon + (sheet.height - horizon) * (0.4 + 0.5 * random());
    drawn += `<polygon points="${n(sheet.light.x + spread * 0.1)},${n(sheet.light.y)} ${n(endX - wide)},${n(endY)} ${n(endX + wide)},${n(endY)}" fill="${sheet.palette.glow}" opacity="${(0.05 + 0.05 * random()).toFixed(3)}"/>`;
  }
  return drawn;
}

/** Dunes with one lit and one shaded flank. */
export const paintDesert: PaintPlace = (sheet) => {
  const { width, height, unit, palette } = sheet;
  const horizon = horizonOf(sheet.scene, height);
  const fromLeft = sheet.light.x < width / 2;
  const mesas = ridge(sheet, "mesas", unit * 0.12, 0.3, 0.9);
  let back = paintRidge(
    sheet,
    (x) => Math.min(mesas(x), unit * 0.075),
    horizon + 4,
    mix(palette.far, palette.sky[4], 0.25),
    palette.sky[4],
    0.5,
  );
  const random = sheet.random("dunes");
  let ground = (_x: number) => height;
  for (let index = 0; index < 5; index += 1) {
    const nearness = index / 4;
    const foot = horizon + unit * 0.05 + (height - horizon) * 0.66 * nearness ** 1.2;
    const hill = ridge(sheet, `dune ${index}`, unit * (0.1 + 0.1 * nearness), 0, 1.15);
    const line = (x: number) => foot - hill(x);
    const sun = mix(
      lighten(mix(palette.sand, palette.lightTint, 0.2), 0.02),
      palette.sky[4],
      0.4 * (1 - nearness),
    );
    const shade = mix(
      mix(palette.sand, palette.shadeTint, 0.5),
      palette.sky[4],
      0.35 * (1 - nearness),
    );
    back += paintGround(sheet, line, sun, mix(sun, palette.sand, 0.4));
    // The lee side: from each crest a blade of shadow runs down and away from the light.
    const crest = width * ((index * 0.37 + random() * 0.3) % 1);
    let best = crest;
    for (let x = crest - unit * 0.35; x < crest + unit * 0.35; x += 8)
      if (line(x) < line(best)) best = x;
    const way = fromLeft ? 1 : -1;
    let d = `M${n(best)},${n(line(best))}`;
    for (let away = 0; away <= unit * 0.7; away += 8)
      d += `L${n(best + way * away)},${n(line(best + way * away))}`;
    d += `C${n(best + way * unit * 0.5)},${n(line(best) + unit * 0.16)} ${n(best + way * unit * 0.1)},${n(line(best) + unit * 0.1)} ${n(best - way * unit * 0.1)},${n(line(best) + unit * 0.34)}C${n(best - way * unit * 0.12)},${n(line(best) + unit * 0.2)} ${n(best + way * unit * 0.06)},${n(line(best) + unit * 0.12)} ${n(best)},${n(line(best))}Z`;
    back += path(d, shade, 'opacity="0.8"');
    ground = line;
  }
  let ripples = "";
  for (let row = 0; row < 13; row += 1) {
    const y = height - unit * 0.02 - row * unit * 0.02 * (1.3 - row * 0.06);
    const start = random() * width * 0.5;
    ripples += `M${n(start)},${n(y)}q${n(unit * 0.12)},${n(-unit * 0.014)} ${n(unit * 0.25)},0t${n(unit * 0.25)},0t${n(unit * 0.25)},${n(unit * 0.008)}`;
  }
  return {
    stage: {
      horizon,
      ground: (x) => ground(x) + unit * 0.02,
      standing: [0.12, 0.88],
      landmark: 0.7,
      scale: 0.9,
    },
    back:
      back +
      stroke(ripples, mix(palette.sand, palette.shadeTint, 0.45), unit * 0.002, 'opacity="0.3"'),
    front: "",
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
