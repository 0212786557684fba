import "server-only";
import { spotOf } from "./landmark-position";
import { type Hex, mix } from "../../colour";
import { between, pick, randomFrom } from "../../random";
import { lit, shaded } from "../../scene/palette";
import type { Thing } from "../../scene/scene";
import type { Sheet, Stage } from "../sheet";
import { ellipse, halo, n, path, polygon, rect, stroke } from "../svg";

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
