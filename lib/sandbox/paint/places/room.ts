import "server-only";
import { type Hex, lighten, mix } from "../../colour";
import { between, pick, type Random } from "../../random";
import { lit, shaded } from "../../scene/palette";
import { horizonOf, type Sheet } from "../sheet";
import { downward, ellipse, n, path, polygon, rect, stroke } from "../svg";
import { paintRidge, ridge } from "../land";
import type { PaintPlace } from "./place-layers";

const WALLS = ["#d9c7b0", "#b9c2b4", "#c9a99a", "#aab6c2", "#dccfae", "#8d9a92"] as const;

/** A table against a wall that daylight falls across; vase and fruit are things of their own. */
export const paintStillLife: PaintPlace = (sheet) => {
  const { width, height, unit, palette, scene } = sheet;
  const edge = horizonOf(scene, height);
  const random = sheet.random("still life");
  const own = scene.tints[0] ? mix(pick(random, WALLS), scene.tints[0], 0.45) : pick(random, WALLS);
  const wall = downward([
    [0, shaded(palette, own)],
    [0.7, lit(palette, own)],
    [1, lighten(lit(palette, own), 0.02)],
  ]);
  const wood = scene.tints[1] ?? "#8a5f42";
  const top = downward([
    [0, lit(palette, lighten(wood, 0.1))],
    [1, shaded(palette, wood)],
  ]);
  const cloth = lit(palette, scene.tints[1] ?? "#e9e2d3");
  let grain = "";
  for (let line = 0; line < 16; line += 1) {
    const y = edge + (height - edge) * ((line + random()) / 16);
    grain += `M0,${n(y)}q${n(width * 0.3)},${n((random() - 0.5) * unit * 0.02)} ${n(width * 0.55)},0t${n(width * 0.5)},${n((random() - 0.5) * unit * 0.01)}`;
  }
  const fall = width * between(random, 0.46, 0.6);
  const drop = edge + (height - edge) * 0.62;
  return {
    indoors: true,
    stage: {
      horizon: edge,
      ground: () => edge + (height - edge) * 0.34,
      standing: [0.24, 0.78],
      landmark: 0.5,
      scale: 1.5,
    },
    back:
      `${wall.defs}${rect(0, 0, width, edge + 2, wall.fill)}${windowLight(sheet, random, edge)}` +
      `${top.defs}${rect(0, edge, width, height - edge, top.fill)}${stroke(grain, shaded(palette, lighten(wood, -0.1)), unit * 0.0022, 'opacity="0.28"')}` +
      rect(0, edge, width, unit * 0.006, lighten(lit(palette, wood), 0.14), 'opacity="0.5"') +
      polygon(
        [
          [fall - width * 0.34, edge + unit * 0.03],
          [fall + width * 0.3, edge + unit * 0.02],
          [fall + width * 0.38, drop],
          [fall - width * 0.42, drop + unit * 0.02],
        ],
        cloth,
        'opacity="0.94"',
      ) +
      polygon(
        [
          [fall + width * 0.08, edge + unit * 0.022],
          [fall + width * 0.3, edge + unit * 0.02],
          [fall + width * 0.38, drop],
          [fall + width * 0.2, drop + unit * 0.005],
        ],
        shaded(palette, cloth),
        'opacity="0.16"',
      ),
    front: "",
  };
};

/** Panes of light lying slantwise on the wall, warm by day, pale by night. */
function windowLight(sheet: Sheet, random: Random, edge: number): string {
  const { width, unit, palette } = sheet;
  const left = width * between(random, 0.06, 0.16);
  const wide = unit * 0.2;
  const high = Math.min(edge * 0.36, unit * 0.24);
  let drawn = "";
  for (let column = 0; column < 2; column += 1) {
    for (let row = 0; row < 2; row += 1) {
      const x = left + column * (wide + unit * 0.022) + row * unit * 0.05;
      const y = edge * 0.1 + row * (high + unit * 0.022) + column * unit * 0.05;
      drawn += polygon(
        [
          [x, y],
          [x + wide, y + unit * 0.05],
          [x + wide + unit * 0.05, y + high + unit * 0.05],
          [x + unit * 0.05, y + high],
        ],
        palette.glow,
        `opacity="${palette.dark ? 0.12 : 0.36}"`,
      );
    }
  }
  return drawn;
}

/** A window seat: the view outside is a real one, the frame, curtain and sill are near. */
export const paintWindow: PaintPlace = (sheet) => {
  const { width, height, unit, palette, scene } = sheet;
  const random = sheet.random("window");
  const sill = height * 0.76;
  const view = horizonOf(scene, height) * 0.98;
  const back =
    paintRidge(
      sheet,
      ridge(sheet, "view far", unit * 0.26, 0.6, 1),
      view,
      mix(palette.far, palette.sky[4], 0.2),
      palette.sky[4],
      0.5,
    ) +
    paintRidge(
      sheet,
      ridge(sheet, "view hill", unit * 0.2, 0.05, 0.9),
      view + unit * 0.08,
      mix(palette.near, palette.sky[4], 0.15),
      palette.grassLit,
      0.3,
    ) +
    rect(0, view + unit * 0.07, width, height, mix(palette.grassLit, palette.near, 0.3));
  const wallOwn = scene.tints[0]
    ? mix("#cfc2b2", scene.tints[0], 0.4)
    : pick(random, ["#cfc2b2", "#a9b3ab", "#c4a898", "#9aa7b3"]);
  const wall = shaded(palette, wallOwn);
  const frame = lit(palette, "#efe8db");
  const frameShade = shaded(palette, "#d8cfbf");
  const left = width * 0.13;
  const right = width * 0.87;
  const top = height * 0.09;
  const bar = unit * 0.022;
  const opening = `M-4,-4H${width + 4}V${height + 4}H-4ZM${n(left)},${n(top)}V${n(sill)}H${n(right)}V${n(top)}Z`;
  const cross = (left + right) / 2;
  const sillTop = downward([
    [0, lit(palette, "#f3ecdf")],
    [1, shaded(palette, "#cbbda8")],
  ]);
  const drape = (x: number, wide: number, inward: 1 | -1): string => {
    const colour: Hex = scene.tints[0] ?? "#d8c4ab";
    let folds = "";
    for (let fold = 0; fold < 5; fold += 1) {
      const at = x + inward * wide * (fold / 5);
      folds += path(
        `M${n(at)},0h${n((inward * wide) / 4.4)}C${n(at + inward * wide * 0.2)},${n(sill * 0.5)} ${n(at + inward * wide * 0.02)},${n(sill * 0.7)} ${n(at - inward * wide * 0.1 * fold * 0.4)},${n(sill * 1.06)}h${n(-inward * wide * 0.12)}z`,
        fold % 2 ? lit(palette, colour) : shaded(palette, colour),
        'opacity="0.93"',
      );
    }
    return folds;
  };
  return {
    stage: {
      horizon: view,
      ground: () => sill + unit * 0.035,
      standing: [0.26, 0.76],
      landmark: 0.62,
      scale: 1.6,
    },
    back,
    front:
      path(opening, wall, 'fill-rule="evenodd"') +
      [
        rect(left - bar, top - bar, right - left + bar * 2, bar, frame),
        rect(left - bar, top - bar, bar, sill - top + bar, frame),
        rect(right, top - bar, bar, sill - top + bar, frameShade),
        rect(cross - bar * 0.4, top, bar * 0.8, sill - top, frame),
        rect(left, top + (sill - top) * 0.36, right - left, bar * 0.65, frame),
        rect(cross + bar * 0.2, top, bar * 0.2, sill - top, frameShade),
      ].join("") +
      drape(left - unit * 0.07, unit * 0.2, 1) +
      drape(right + unit * 0.07, unit * 0.2, -1) +
      `${sillTop.defs}${polygon(
        [
          [left - unit * 0.09, sill],
          [right + unit * 0.09, sill],
          [right + unit * 0.15, sill + unit * 0.085],
          [left - unit * 0.15, sill + unit * 0.085],
        ],
        sillTop.fill,
      )}` +
      rect(
        left - unit * 0.15,
        sill + unit * 0.085,
        right - left + unit * 0.3,
        unit * 0.022,
        frameShade,
      ) +
      rect(
        left - unit * 0.12,
        sill + unit * 0.107,
        right - left + unit * 0.24,
        unit * 0.03,
        "#000000",
        'opacity="0.14"',
      ) +
      ellipse(
        width / 2,
        sill + unit * 0.05,
        (right - left) * 0.4,
        unit * 0.014,
        palette.glow,
        `opacity="${palette.dark ? 0.1 : 0.3}"`,
      ),
  };
};
