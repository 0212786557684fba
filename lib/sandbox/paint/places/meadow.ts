import "server-only";
import { lighten, mix } from "../../colour";
import { paintGrass, paintGround, paintRidge, ridge } from "../land";
import { horizonOf, type Sheet } from "../sheet";
import { circle, n, stroke } from "../svg";
import type { PaintPlace } from "./place-layers";

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
