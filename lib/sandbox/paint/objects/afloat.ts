import "server-only";
import { lighten, mix } from "../../colour";
import { between, pick, randomFrom } from "../../random";
import { lit, shaded } from "../../scene/palette";
import type { Thing } from "../../scene/scene";
import type { Sheet, Stage } from "../sheet";
import { circle, halo, n, path, stroke } from "../svg";

/** Where the boats lie: the left half of the open water, one after another. */
function moorings(
  sheet: Sheet,
  stage: Stage,
  thing: Thing,
  from: number,
): { x: number; y: number; size: number; flip: boolean }[] {
  const water = stage.water;
  if (!water) return [];
  const random = randomFrom(thing.seed, `moorings ${thing.kind}`);
  const rows = water.bottom - water.top;
  const spots = [];
  const open = stage.standing[0] > 0.4 ? stage.standing[0] - 0.2 : 0.86;
  for (let index = 0; index < thing.count; index += 1) {
    const free = from + ((index * 0.31 + 0.16 * random()) % Math.max(0.2, open - from - 0.05));
    const share =
      thing.side === "left"
        ? 0.14 + index * 0.1
        : thing.side === "right"
          ? 0.86 - index * 0.1
          : thing.side === "centre"
            ? 0.5 + index * 0.1
            : free;
    const depth = between(random, 0.16, 0.42);
    spots.push({
      x: share * sheet.width,
      y: water.top + rows * depth,
      size: sheet.unit * (0.09 + 0.2 * depth) * thing.size,
      flip: random() > 0.5,
    });
  }
  return spots.toSorted((one, other) => one.y - other.y);
}

function afloat(
  sheet: Sheet,
  x: number,
  y: number,
  size: number,
  flip: boolean,
  boat: string,
): string {
  const turn = flip ? -1 : 1;
  const { palette } = sheet;
  let lines = "";
  for (let row = 0; row < 5; row += 1) {
    const wide = size * (0.5 - row * 0.06) * (row % 2 ? 0.8 : 1.1);
    lines += `M${n(x - wide)},${n(y + size * (0.045 + row * 0.05))}h${n(wide * 1.7)}`;
  }
  return (
    `<g transform="translate(${n(x)} ${n(y)}) scale(${turn} -0.62)" opacity="0.26">${boat}</g>` +
    stroke(lines, mix(palette.sky[4], palette.deep, 0.35), size * 0.012, 'opacity="0.5"') +
    `<g transform="translate(${n(x)} ${n(y)}) scale(${turn} 1)">${boat}</g>` +
    stroke(
      `M${n(x - size * 0.46)},${n(y + size * 0.012)}q${n(size * 0.46)},${n(size * 0.03)} ${n(size * 0.92)},0`,
      lighten(palette.sky[4], 0.08),
      size * 0.016,
      'opacity="0.7"',
    )
  );
}

export function paintSailboats(sheet: Sheet, stage: Stage, thing: Thing): string {
  const { palette } = sheet;
  return moorings(sheet, stage, thing, 0.1)
    .map(({ x, y, size, flip }) => {
      const s = size;
      const sail = thing.colour ?? "#f7f1e4";
      const hull = thing.colour ? "#f3ede1" : "#7c4a3a";
      const boat =
        path(
          `M${n(-s * 0.42)},${n(-s * 0.1)}H${n(s * 0.46)}Q${n(s * 0.36)},${n(s * 0.02)} ${n(s * 0.24)},${n(s * 0.025)}H${n(-s * 0.28)}Q${n(-s * 0.4)},0 ${n(-s * 0.42)},${n(-s * 0.1)}z`,
          shaded(palette, hull),
        ) +
        stroke(
          `M${n(-s * 0.42)},${n(-s * 0.1)}H${n(s * 0.46)}`,
          lit(palette, lighten(hull, 0.2)),
          s * 0.022,
        ) +
        stroke(`M0,${n(-s * 0.1)}V${n(-s * 1.02)}`, shaded(palette, "#5d4637"), s * 0.02) +
        path(
          `M${n(s * 0.025)},${n(-s * 0.98)}Q${n(s * 0.3)},${n(-s * 0.5)} ${n(s * 0.42)},${n(-s * 0.16)}L${n(s * 0.025)},${n(-s * 0.15)}z`,
          lit(palette, sail),
        ) +
        path(
          `M${n(-s * 0.025)},${n(-s * 0.94)}Q${n(-s * 0.1)},${n(-s * 0.5)} ${n(-s * 0.34)},${n(-s * 0.17)}L${n(-s * 0.025)},${n(-s * 0.16)}z`,
          shaded(palette, sail),
        ) +
        (palette.lamps > 0.8 ? circle(0, -s * 0.15, s * 0.02, "#ffdf9a") : "");
      return afloat(sheet, x, y, s, flip, boat);
    })
    .join("");
}

const HULLS = ["#b8483a", "#3f6c8f", "#d9a441", "#4f7f63", "#e7dfd0"] as const;

/** Small working boats: a cabin, a mast, a lamp after dark. */
export function paintBoats(sheet: Sheet, stage: Stage, thing: Thing): string {
  const { palette } = sheet;
  const random = randomFrom(thing.seed, "hulls");
  return moorings(sheet, stage, thing, 0.2)
    .map(({ x, y, size, flip }) => {
      const s = size * 0.8;
      const own = thing.colour ?? pick(random, HULLS);
      const boat =
        path(
          `M${n(-s * 0.5)},${n(-s * 0.17)}Q0,${n(-s * 0.1)} ${n(s * 0.56)},${n(-s * 0.26)}Q${n(s * 0.44)},${n(s * 0.02)} ${n(s * 0.3)},${n(s * 0.03)}H${n(-s * 0.38)}Q${n(-s * 0.48)},0 ${n(-s * 0.5)},${n(-s * 0.17)}z`,
          lit(palette, own),
        ) +
        path(
          `M${n(-s * 0.47)},${n(-s * 0.06)}Q0,${n(s * 0.01)} ${n(s * 0.44)},${n(-s * 0.06)}Q${n(s * 0.38)},${n(s * 0.03)} ${n(s * 0.3)},${n(s * 0.03)}H${n(-s * 0.38)}Q${n(-s * 0.45)},0 ${n(-s * 0.47)},${n(-s * 0.06)}z`,
          shaded(palette, own),
        ) +
        path(
          `M${n(-s * 0.28)},${n(-s * 0.14)}V${n(-s * 0.4)}H${n(s * 0.02)}V${n(-s * 0.13)}z`,
          lit(palette, "#f2ece0"),
        ) +
        path(
          `M${n(-s * 0.32)},${n(-s * 0.4)}H${n(s * 0.05)}v${n(-s * 0.045)}H${n(-s * 0.32)}z`,
          shaded(palette, own),
        ) +
        path(
          `M${n(-s * 0.2)},${n(-s * 0.34)}h${n(s * 0.13)}v${n(s * 0.11)}h${n(-s * 0.13)}z`,
          palette.lamps > 0.4 ? "#ffd58a" : shaded(palette, "#53667a"),
        ) +
        stroke(
          `M${n(s * 0.14)},${n(-s * 0.15)}V${n(-s * 0.72)}L${n(s * 0.52)},${n(-s * 0.26)}M${n(s * 0.14)},${n(-s * 0.72)}L${n(-s * 0.16)},${n(-s * 0.44)}`,
          shaded(palette, "#4b4048"),
          s * 0.016,
        );
      const lamp =
        palette.lamps > 0.5
          ? halo(
              x + (flip ? -1 : 1) * -s * 0.13,
              y - s * 0.3,
              s * 0.6,
              "#ffcf7d",
              0.55 * palette.lamps,
            )
          : "";
      return afloat(sheet, x, y, s, flip, boat) + lamp;
    })
    .join("");
}

/** Paper lanterns: on the water where there is any, otherwise rising in the air. */
export function paintLanterns(sheet: Sheet, stage: Stage, thing: Thing): string {
  const random = randomFrom(thing.seed, "lanterns");
  let drawn = "";
  const count = Math.max(14, thing.count * 6);
  for (let index = 0; index < count; index += 1) {
    const far = random();
    const size = sheet.unit * (0.008 + 0.02 * far ** 2);
    const x = random() * sheet.width;
    const y = stage.horizon * (0.12 + 0.8 * random() * (1 - far * 0.35));
    const own = thing.colour ?? "#f59a4a";
    drawn +=
      halo(x, y, size * 4.5, own, 0.45) +
      path(
        `M${n(x - size * 0.55)},${n(y - size * 0.7)}h${n(size * 1.1)}l${n(size * 0.14)},${n(size * 1.2)}q${n(-size * 0.7)},${n(size * 0.3)} ${n(-size * 1.38)},0z`,
        own,
      ) +
      path(
        `M${n(x - size * 0.36)},${n(y)}h${n(size * 0.72)}l${n(size * 0.1)},${n(size * 0.48)}q${n(-size * 0.46)},${n(size * 0.2)} ${n(-size * 0.92)},0z`,
        "#ffe6a8",
      );
  }
  return drawn;
}
