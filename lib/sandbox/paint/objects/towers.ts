import "server-only";
import { spotOf } from "./landmark-position";
import { lighten } from "../../colour";
import { randomFrom } from "../../random";
import { lit, shaded } from "../../scene/palette";
import type { Thing } from "../../scene/scene";
import type { Sheet, Stage } from "../sheet";
import { circle, halo, n, path, polygon, rect, stroke } from "../svg";

export function paintWindmill(sheet: Sheet, stage: Stage, thing: Thing): string {
  const { palette, unit, width } = sheet;
  const x = spotOf(stage, thing) * width;
  const y = stage.ground(x) + unit * 0.01;
  const high = unit * 0.24 * thing.size * stage.scale;
  const own = thing.colour ?? "#efe6d6";
  const sun = sheet.light.x < x ? 1 : -1;
  const hubY = y - high * 0.94;
  const turn = randomFrom(thing.seed, "sails")() * 90;
  let sails = "";
  for (let sail = 0; sail < 4; sail += 1) {
    sails += `<g transform="rotate(${n(turn + sail * 90)} ${n(x)} ${n(hubY)})">${stroke(`M${n(x)},${n(hubY)}v${n(-high * 0.62)}`, shaded(palette, "#5d4637"), unit * 0.004)}${rect(x, hubY - high * 0.6, high * 0.1, high * 0.44, lit(palette, "#f6efe0"), 'opacity="0.9"')}${stroke(`M${n(x)},${n(hubY - high * 0.3)}h${n(high * 0.1)}M${n(x)},${n(hubY - high * 0.45)}h${n(high * 0.1)}`, shaded(palette, "#5d4637"), unit * 0.0016)}</g>`;
  }
  const base = high * 0.19;
  const neck = high * 0.11;
  return (
    polygon(
      [
        [x - base, y],
        [x + base, y],
        [x + neck, y - high * 0.84],
        [x - neck, y - high * 0.84],
      ],
      lit(palette, own),
    ) +
    polygon(
      [
        [x + sun * base * 0.25, y],
        [x + sun * base, y],
        [x + sun * neck, y - high * 0.84],
        [x + sun * neck * 0.25, y - high * 0.84],
      ],
      shaded(palette, own),
    ) +
    path(
      `M${n(x - neck * 1.2)},${n(y - high * 0.83)}Q${n(x - neck)},${n(y - high * 1.02)} ${n(x)},${n(y - high * 1.04)}Q${n(x + neck)},${n(y - high * 1.02)} ${n(x + neck * 1.2)},${n(y - high * 0.83)}z`,
      lit(palette, "#a5483a"),
    ) +
    path(
      `M${n(x - base * 0.2)},${n(y)}v${n(-high * 0.16)}a${n(base * 0.2)},${n(base * 0.2)} 0 0 1 ${n(base * 0.4)},0v${n(high * 0.16)}z`,
      shaded(palette, "#5d4637"),
    ) +
    rect(
      x - base * 0.12,
      y - high * 0.5,
      base * 0.24,
      base * 0.32,
      palette.lamps > 0.4 ? "#ffd58a" : shaded(palette, "#53667a"),
    ) +
    sails +
    circle(x, hubY, unit * 0.007, shaded(palette, "#5d4637"))
  );
}

export function paintPagoda(sheet: Sheet, stage: Stage, thing: Thing): string {
  const { palette, unit, width } = sheet;
  const x = spotOf(stage, thing) * width;
  const y = stage.ground(x) + unit * 0.008;
  const tiers = 5;
  const high = Math.min(unit * 0.36 * thing.size * stage.scale, y * 0.8);
  const own = thing.colour ?? "#a8402f";
  const sun = sheet.light.x < x ? 1 : -1;
  let drawn = "";
  let low = y;
  for (let tier = 0; tier < tiers; tier += 1) {
    const step = (high / tiers) * (1.12 - tier * 0.07);
    const half = high * (0.15 - tier * 0.02);
    const eave = half * 1.62;
    const wallTop = low - step * 0.6;
    drawn +=
      rect(x - half, wallTop, half * 2, step * 0.62, lit(palette, own)) +
      rect(
        sun === 1 ? x + half * 0.3 : x - half,
        wallTop,
        half * 0.7,
        step * 0.62,
        shaded(palette, own),
      );
    for (const at of [-0.5, 0, 0.5])
      drawn += rect(
        x + at * half - half * 0.13,
        wallTop + step * 0.2,
        half * 0.26,
        step * 0.3,
        palette.lamps > 0.3 ? "#ffc970" : shaded(palette, "#3f2f2c"),
        `opacity="${0.7 + 0.3 * palette.lamps}"`,
      );
    const roofTop = wallTop - step * 0.3;
    drawn += path(
      `M${n(x - eave)},${n(wallTop - step * 0.1)}Q${n(x - half)},${n(wallTop + step * 0.04)} ${n(x)},${n(wallTop + step * 0.03)}Q${n(x + half)},${n(wallTop + step * 0.04)} ${n(x + eave)},${n(wallTop - step * 0.1)}Q${n(x + half * 0.95)},${n(wallTop - step * 0.1)} ${n(x + half * 0.72)},${n(roofTop)}H${n(x - half * 0.72)}Q${n(x - half * 0.95)},${n(wallTop - step * 0.1)} ${n(x - eave)},${n(wallTop - step * 0.1)}z`,
      shaded(palette, "#3f4a52"),
    );
    drawn += stroke(
      `M${n(x - eave)},${n(wallTop - step * 0.1)}Q${n(x - half)},${n(wallTop + step * 0.04)} ${n(x)},${n(wallTop + step * 0.03)}Q${n(x + half)},${n(wallTop + step * 0.04)} ${n(x + eave)},${n(wallTop - step * 0.1)}`,
      lighten(lit(palette, "#6f7c82"), 0.02),
      unit * 0.002,
    );
    low = roofTop;
  }
  drawn +=
    stroke(`M${n(x)},${n(low)}v${n(-high * 0.12)}`, lit(palette, "#c9a24a"), unit * 0.004) +
    circle(x, low - high * 0.07, unit * 0.005, lit(palette, "#c9a24a"));
  return (
    drawn +
    (palette.lamps > 0.5
      ? halo(x, y - high * 0.5, high * 0.6, "#ffc46b", 0.22 * palette.lamps)
      : "")
  );
}
