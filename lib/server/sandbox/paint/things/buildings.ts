import "server-only";
import { type Hex, lighten, mix } from "../../colour";
import { between, pick, randomFrom } from "../../random";
import { lit, shaded } from "../../scene/palette";
import type { Thing } from "../../scene/scene";
import type { Sheet, Stage } from "../sheet";
import { circle, ellipse, halo, n, path, polygon, rect, stroke } from "../svg";

/** Where a thing that has the landmark's spot stands. */
function spotOf(stage: Stage, thing: Thing): number {
  if (thing.side === "left") return Math.max(0.12, stage.standing[0]);
  if (thing.side === "right") return Math.min(0.88, stage.standing[1]);
  if (thing.side === "centre") return 0.5;
  return stage.landmark;
}

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

const WALLS = ["#f3ede1", "#e9d7b9", "#d9e0e0", "#e7c3ad"] as const;
const ROOFS = ["#b8453a", "#8c5344", "#5c6a78", "#a8612f"] as const;

export function paintHouses(sheet: Sheet, stage: Stage, thing: Thing): string {
  const random = randomFrom(thing.seed, "house");
  const { width, unit } = sheet;
  const besideLandmark =
    sheet.thing("lighthouse") ?? sheet.thing("windmill") ?? sheet.thing("pagoda");
  let drawn = "";
  for (let index = 0; index < thing.count; index += 1) {
    const free =
      index === 0
        ? besideLandmark
          ? Math.min(stage.standing[1], stage.landmark + (0.085 * unit) / width + 0.02)
          : stage.landmark - 0.06
        : between(random, ...stage.standing);
    const share = thing.side && index === 0 ? spotOf(stage, thing) : free;
    const x = share * width;
    const size = unit * 0.1 * thing.size * stage.scale * (index ? 0.75 + 0.3 * random() : 1);
    drawn += cottage(
      sheet,
      x,
      stage.ground(x) + unit * 0.008,
      size,
      thing.colour ?? pick(random, WALLS),
      pick(random, ROOFS),
    );
  }
  return drawn;
}

function cottage(
  sheet: Sheet,
  x: number,
  y: number,
  size: number,
  wallOwn: Hex,
  roofOwn: Hex,
): string {
  const { palette } = sheet;
  const sun = sheet.light.x < x ? 1 : -1;
  const snowy = sheet.scene.weather === "snow" || sheet.scene.season === "winter";
  const front = lit(palette, wallOwn);
  const side = shaded(palette, wallOwn);
  const roof = snowy ? palette.snow : lit(palette, roofOwn);
  const wide = size * 0.62;
  const high = size * 0.46;
  const at = (share: number) => x + sun * share;
  const pane =
    palette.lamps > 0.3 ? mix("#e7dcc2", "#ffcd74", palette.lamps) : shaded(palette, "#53667a");
  const window = (left: number, up: number) =>
    rect(x + left - size * 0.055, y - up - size * 0.07, size * 0.11, size * 0.14, pane) +
    stroke(
      `M${n(x + left)},${n(y - up - size * 0.07)}v${n(size * 0.14)}M${n(x + left - size * 0.055)},${n(y - up)}h${n(size * 0.11)}`,
      front,
      size * 0.012,
    );
  const chimney = rect(
    at(wide * 0.42) - size * 0.045,
    y - high - size * 0.4,
    size * 0.09,
    size * 0.24,
    shaded(palette, "#8c6656"),
  );
  const smoke =
    sheet.scene.season === "winter" || palette.dark
      ? stroke(
          `M${n(at(wide * 0.42))},${n(y - high - size * 0.42)}q${n(size * 0.12)},${n(-size * 0.14)} 0,${n(-size * 0.28)}t${n(size * 0.08)},${n(-size * 0.3)}`,
          palette.cloudLit,
          size * 0.05,
          'opacity="0.28"',
        )
      : "";
  return (
    smoke +
    chimney +
    rect(x - wide, y - high, wide * 2, high + size * 0.05, front) +
    rect(sun === 1 ? x + wide * 0.35 : x - wide, y - high, wide * 0.65, high + size * 0.05, side) +
    polygon(
      [
        [x - wide * 1.14, y - high],
        [x - wide * 0.72, y - high - size * 0.34],
        [x + wide * 0.72, y - high - size * 0.34],
        [x + wide * 1.14, y - high],
      ],
      roof,
    ) +
    polygon(
      [
        [at(wide * 0.36), y - high],
        [at(wide * 0.72), y - high - size * 0.34],
        [at(wide * 1.14), y - high],
      ],
      snowy ? mix(palette.snow, palette.shadeTint, 0.3) : shaded(palette, roofOwn),
    ) +
    rect(x - size * 0.06, y - size * 0.24, size * 0.12, size * 0.29, shaded(palette, "#6b4a39")) +
    window(-wide * 0.6, high * 0.55) +
    window(wide * 0.62, high * 0.55) +
    (palette.lamps > 0.5
      ? halo(x - wide * 0.6, y - high * 0.5, size * 0.4, "#ffcf7d", 0.3 * palette.lamps) +
        halo(x + wide * 0.62, y - high * 0.5, size * 0.4, "#ffcf7d", 0.3 * palette.lamps)
      : "")
  );
}

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

/** A long bridge of three arches in town; elsewhere a footbridge that rises over the near water. */
export function paintBridge(sheet: Sheet, stage: Stage, thing: Thing): string {
  const { setting } = sheet.scene;
  const town =
    setting.type === "place" && (setting.place === "city" || setting.place === "harbour");
  return town ? paintViaduct(sheet, stage, thing) : paintFootbridge(sheet, stage, thing);
}

function paintFootbridge(sheet: Sheet, stage: Stage, thing: Thing): string {
  const { palette, unit, width, height } = sheet;
  const own = thing.colour ?? "#a8473a";
  const x = (thing.side ? spotOf(stage, thing) : 0.68) * width;
  const half = Math.min(unit * 0.34, width * 0.3) * thing.size;
  const top = stage.water?.top ?? stage.horizon;
  const y = stage.water ? top + (height - top) * 0.5 : stage.ground(x);
  const rise = half * 0.42;
  const deck = half * 0.07;
  const arc = (lift: number, inset = 0) =>
    `M${n(x - half + inset)},${n(y - lift)}Q${n(x)},${n(y - lift - rise * 2)} ${n(x + half - inset)},${n(y - lift)}`;
  let posts = "";
  for (let post = 0; post <= 12; post += 1) {
    const share = post / 12;
    const postX = x - half + share * half * 2;
    const postY = y - deck - 4 * share * (1 - share) * rise;
    posts += `M${n(postX)},${n(postY)}v${n(-half * 0.13)}`;
  }
  const body =
    path(
      `M${n(x - half)},${n(y)}Q${n(x)},${n(y - rise * 2)} ${n(x + half)},${n(y)}V${n(y - deck)}Q${n(x)},${n(y - deck - rise * 2)} ${n(x - half)},${n(y - deck)}Z`,
      shaded(palette, own),
    ) +
    stroke(arc(deck), lit(palette, own), half * 0.022) +
    stroke(posts, lit(palette, own), half * 0.018) +
    stroke(arc(deck + half * 0.13), lit(palette, own), half * 0.028) +
    stroke(arc(deck + half * 0.07), shaded(palette, own), half * 0.014) +
    stroke(
      `M${n(x - half * 0.62)},${n(y - rise * 0.62)}V${n(y + half * 0.03)}M${n(x + half * 0.62)},${n(y - rise * 0.62)}V${n(y + half * 0.03)}`,
      shaded(palette, own),
      half * 0.04,
    );
  const banks = [-1, 1]
    .map((side) =>
      ellipse(
        x + side * half * 1.06,
        y + half * 0.02,
        half * 0.24,
        half * 0.07,
        mix(palette.grass, palette.grassLit, 0.4),
      ),
    )
    .join("");
  const mirror = stage.water
    ? `<g transform="translate(0 ${n(y * 2)}) scale(1 -1)" opacity="0.22">${body}</g>`
    : "";
  return mirror + banks + body;
}

function paintViaduct(sheet: Sheet, stage: Stage, thing: Thing): string {
  const { palette, unit, width } = sheet;
  const top = stage.water?.top ?? stage.horizon;
  const y = top + unit * 0.05;
  const own =
    thing.colour ??
    (sheet.scene.setting.type === "place" && sheet.scene.setting.place === "city"
      ? "#b34a3a"
      : "#8c7d6c");
  const spans = 3;
  const from = -unit * 0.05;
  const reach = width + unit * 0.1;
  const span = reach / spans;
  let drawn = "";
  for (let index = 0; index < spans; index += 1) {
    const x = from + index * span;
    const arch = Math.min(span * 0.3, unit * 0.09);
    drawn += path(
      `M${n(x)},${n(y - arch)}H${n(x + span)}V${n(y + unit * 0.02)}H${n(x + span * 0.92)}Q${n(x + span * 0.5)},${n(y - arch * 1.5)} ${n(x + span * 0.08)},${n(y + unit * 0.02)}H${n(x)}z`,
      shaded(palette, own),
    );
    drawn += stroke(
      `M${n(x + span * 0.92)},${n(y + unit * 0.02)}Q${n(x + span * 0.5)},${n(y - arch * 1.5)} ${n(x + span * 0.08)},${n(y + unit * 0.02)}`,
      lit(palette, own),
      unit * 0.005,
    );
    drawn += rect(x, y - arch - unit * 0.014, span + 0.5, unit * 0.016, lit(palette, own));
    for (let post = 0; post < 8; post += 1)
      drawn += rect(
        x + (post / 8) * span,
        y - arch - unit * 0.032,
        unit * 0.0035,
        unit * 0.02,
        lit(palette, own),
      );
    if (palette.lamps > 0.3)
      drawn +=
        circle(x + span / 2, y - arch - unit * 0.04, unit * 0.005, "#ffe0a0") +
        halo(x + span / 2, y - arch - unit * 0.04, unit * 0.05, "#ffe0a0", 0.6 * palette.lamps);
    drawn += rect(
      x - unit * 0.012,
      y - arch,
      unit * 0.024,
      arch + unit * 0.03,
      lit(palette, own),
      'opacity="0.7"',
    );
  }
  return (
    drawn +
    stroke(
      `M0,${n(y - Math.min(span * 0.3, unit * 0.09) - unit * 0.032)}H${n(width)}`,
      lit(palette, own),
      unit * 0.003,
    )
  );
}

export function paintTent(sheet: Sheet, stage: Stage, thing: Thing): string {
  const { palette, unit, width } = sheet;
  const x = (thing.side ? spotOf(stage, thing) : stage.landmark - 0.18) * width;
  const y = stage.ground(x) + unit * 0.02;
  const size = unit * 0.1 * thing.size * stage.scale;
  const own = thing.colour ?? "#d9803a";
  const fireX = x - size * 1.5;
  const glow = palette.dark ? 0.7 : 0.3;
  return (
    polygon(
      [
        [x - size, y],
        [x + size * 0.1, y - size],
        [x + size * 0.35, y],
      ],
      mix(lit(palette, own), "#ffca7a", palette.lamps * 0.5),
    ) +
    polygon(
      [
        [x + size * 0.1, y - size],
        [x + size * 0.35, y],
        [x + size * 1.15, y - size * 0.06],
      ],
      shaded(palette, own),
    ) +
    polygon(
      [
        [x - size * 0.42, y],
        [x + size * 0.1, y - size * 0.92],
        [x + size * 0.04, y],
      ],
      palette.dark ? "#ffd794" : shaded(palette, "#5c4034"),
    ) +
    halo(fireX, y - size * 0.2, size * 2.2, "#ffb25c", glow) +
    path(
      `M${n(fireX - size * 0.12)},${n(y)}q${n(-size * 0.1)},${n(-size * 0.22)} ${n(size * 0.1)},${n(-size * 0.46)}q${n(size * 0.24)},${n(size * 0.26)} ${n(size * 0.14)},${n(size * 0.46)}z`,
      "#f08a35",
    ) +
    ellipse(fireX, y - size * 0.1, size * 0.06, size * 0.12, "#ffe6a3") +
    stroke(
      `M${n(fireX - size * 0.2)},${n(y + 1)}l${n(size * 0.4)},${n(-size * 0.07)}m${n(-size * 0.4)},0l${n(size * 0.4)},${n(size * 0.07)}`,
      shaded(palette, "#4c352a"),
      size * 0.06,
    )
  );
}
