import "server-only";
import { spotOf } from "./landmark-position";
import { mix } from "../../colour";
import { lit, shaded } from "../../scene/palette";
import type { Thing } from "../../scene/scene";
import type { Sheet, Stage } from "../sheet";
import { halo, n, path, polygon, rect, stroke } from "../svg";

export function paintLighthouse(sheet: Sheet, stage: Stage, thing: Thing): string {
  const { palette, unit, width } = sheet;
  const x = spotOf(stage, thing) * width;
  const foot = stage.ground(x) + unit * 0.006;
  const high = Math.min(unit * 0.36 * thing.size * Math.max(0.8, stage.scale), foot * 0.86);
  const half = high * 0.098;
  const red = thing.colour ?? "#cf4a3c";
  const sun = sheet.light.x < x ? -1 : 1;
  const waist = 0.66;
  const bands = 7;
  const tower = high * 0.8;
  let drawn = "";
  for (let band = 0; band < bands; band += 1) {
    const low = band / bands;
    const up = (band + 1) / bands;
    const wideLow = half * (1 - (1 - waist) * low);
    const wideUp = half * (1 - (1 - waist) * up);
    const own = band % 2 ? red : "#f2ece0";
    const split = -sun * 0.24;
    drawn += polygon(
      [
        [x - wideLow, foot - tower * low],
        [x + wideLow, foot - tower * low],
        [x + wideUp, foot - tower * up - 0.4],
        [x - wideUp, foot - tower * up - 0.4],
      ],
      lit(palette, own),
    );
    drawn += polygon(
      [
        [x + split * wideLow, foot - tower * low],
        [x - sun * wideLow, foot - tower * low],
        [x - sun * wideUp, foot - tower * up - 0.4],
        [x + split * wideUp, foot - tower * up - 0.4],
      ],
      shaded(palette, own),
    );
  }
  const top = foot - tower;
  const room = high * 0.1;
  const glass = half * 0.46;
  const iron = shaded(palette, "#3c4658");
  const beamY = top - room * 0.62;
  const beam = palette.lamps > 0.6 ? lightBeam(sheet, x, beamY, glass) : "";
  drawn += rect(x - half * 0.92, top - high * 0.014, half * 1.84, high * 0.02, iron);
  drawn += stroke(
    `M${n(x - half * 0.88)},${n(top - high * 0.045)}h${n(half * 1.76)}`,
    iron,
    unit * 0.0022,
  );
  for (let post = -4; post <= 4; post += 1)
    drawn += stroke(
      `M${n(x + post * half * 0.22)},${n(top)}v${n(-high * 0.045)}`,
      iron,
      unit * 0.0015,
    );
  drawn += rect(
    x - glass,
    top - room - high * 0.014,
    glass * 2,
    room,
    mix("#cfe0e4", "#ffe3a0", palette.lamps),
  );
  drawn += rect(
    x - glass * 0.1,
    top - room - high * 0.014,
    glass * 0.2,
    room,
    iron,
    'opacity="0.55"',
  );
  drawn += path(
    `M${n(x - glass * 1.3)},${n(top - room - high * 0.012)}Q${n(x - glass)},${n(top - room - high * 0.075)} ${n(x)},${n(top - room - high * 0.085)}Q${n(x + glass)},${n(top - room - high * 0.075)} ${n(x + glass * 1.3)},${n(top - room - high * 0.012)}z`,
    lit(palette, red),
  );
  drawn += stroke(
    `M${n(x)},${n(top - room - high * 0.085)}v${n(-high * 0.035)}`,
    iron,
    unit * 0.003,
  );
  drawn += path(
    `M${n(x - half * 0.2)},${n(foot)}v${n(-half * 0.66)}a${n(half * 0.2)},${n(half * 0.22)} 0 0 1 ${n(half * 0.4)},0v${n(half * 0.66)}z`,
    iron,
  );
  for (const up of [0.32, 0.58])
    drawn += rect(
      x - half * 0.11,
      foot - tower * up,
      half * 0.2,
      half * 0.34,
      palette.lamps > 0.5 ? "#ffd892" : iron,
      'opacity="0.85"',
    );
  return (
    beam +
    drawn +
    (palette.lamps > 0.3 ? halo(x, beamY, high * 0.3, "#ffdf9a", palette.lamps * 0.8) : "")
  );
}

function lightBeam(sheet: Sheet, x: number, y: number, glass: number): string {
  const reach = sheet.width;
  const spread = sheet.unit * 0.085;
  const way = (sign: 1 | -1) =>
    `<linearGradient id="beam${sign}" gradientUnits="userSpaceOnUse" x1="${n(x)}" y1="0" x2="${n(x + sign * reach * 0.62)}" y2="0"><stop offset="0" stop-color="#ffe8ae" stop-opacity="0.62"/><stop offset="1" stop-color="#ffe8ae" stop-opacity="0"/></linearGradient>` +
    polygon(
      [
        [x, y - glass * 0.3],
        [x + sign * reach, y - spread * 1.7],
        [x + sign * reach, y + spread * 0.9],
        [x, y + glass * 0.3],
      ],
      `url(#beam${sign})`,
      `opacity="${sheet.palette.lamps * 0.8}"`,
    );
  return way(1) + way(-1);
}
