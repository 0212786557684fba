import "server-only";
import { mix } from "../../colour";
import { paintGrass, paintGround, paintMist, paintRidge, ridge } from "../land";
import { horizonOf, type Sheet } from "../sheet";
import { n, path } from "../svg";
import { broadleaf, pineRow } from "../objects/trees";
import type { PaintPlace } from "./place-layers";

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
    drawn += `<polygon points="${n(sheet.light.x + spread * 0.1)},${n(sheet.light.y)} ${n(endX - wide)},${n(endY)} ${n(endX + wide)},${n(endY)}" fill="${sheet.palette.glow}" fill-opacity="${(0.05 + 0.05 * random()).toFixed(3)}"/>`;
  }
  return drawn;
}
