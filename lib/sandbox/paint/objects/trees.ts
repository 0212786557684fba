import "server-only";
import { type Hex, lighten } from "../../colour";
import { lit, shaded } from "../../scene/palette";
import type { Thing } from "../../scene/scene";
import { between, randomFrom } from "../../random";
import type { Sheet, Stage } from "../sheet";
import { ellipse, n, path, type Point, polygon, stroke } from "../svg";

/** One conifer as a stack of ragged skirts; x, y is its foot. */
export function pine(
  x: number,
  y: number,
  size: number,
  colour: Hex,
  random: () => number,
  snow?: Hex,
): string {
  const tiers = 7;
  const left: Point[] = [];
  const right: Point[] = [];
  for (let tier = 0; tier < tiers; tier += 1) {
    const share = (tier + 1) / tiers;
    const wide = size * 0.23 * share ** 0.85 * (0.85 + 0.3 * random());
    const top = y - size + size * 0.9 * share;
    left.push([x - wide, top], [x - wide * 0.45, top - size * 0.025]);
    right.push(
      [x + wide * (0.85 + 0.3 * random()), top + size * 0.01],
      [x + wide * 0.45, top - size * 0.02],
    );
  }
  const body = polygon(
    [[x, y - size], ...left, [x, y - size * 0.06], ...right.toReversed()],
    colour,
  );
  const trunk = `<rect x="${n(x - size * 0.018)}" y="${n(y - size * 0.12)}" width="${n(size * 0.036)}" height="${n(size * 0.13)}" fill="${colour}"/>`;
  if (!snow) return trunk + body;
  let white = "";
  for (let tier = 0; tier < tiers - 1; tier += 1) {
    const edge = left[tier * 2];
    if (!edge) continue;
    const wide = x - edge[0];
    white += `M${n(edge[0])},${n(edge[1])}q${n(wide * 0.5)},${n(-size * 0.05)} ${n(wide * 0.95)},${n(-size * 0.1)}q${n(wide * 0.2)},${n(size * 0.05)} ${n(wide * 0.55)},${n(size * 0.085)}q${n(-wide * 0.9)},${n(-size * 0.02)} ${n(-wide * 1.5)},${n(size * 0.015)}z`;
  }
  return trunk + body + path(white || "M0,0", snow, 'opacity="0.85"');
}

/** A row of pines along a line, in clumps. `thin` 0 is a wall of trees, 1 hardly any; `clear` stays open. */
export function pineRow(
  sheet: Sheet,
  label: string,
  line: (x: number) => number,
  colour: Hex,
  thin: number,
  tall: number,
  clear?: readonly [number, number],
  snow?: Hex,
): string {
  const random = sheet.random(`pines ${label}`);
  const noise = sheet.noise(`pines ${label}`);
  let drawn = "";
  const step = sheet.unit * tall * 0.2;
  for (let x = -step * 2; x < sheet.width + step * 2; x += step * (0.7 + 0.7 * random())) {
    const roll = random();
    const size = sheet.unit * tall * (0.6 + 0.55 * random());
    const share = x / sheet.width;
    if (clear && share > clear[0] && share < clear[1]) continue;
    if (0.5 + noise(x / (sheet.unit * 0.5), 2) * 0.75 + (roll - 0.5) * 0.5 < thin) continue;
    drawn += pine(
      x,
      line(x) + size * 0.03,
      size,
      lighten(colour, (random() - 0.5) * 0.05),
      random,
      snow,
    );
  }
  return drawn;
}

const CROWNS = {
  spring: ["#f3b7c6", "#e58fab"],
  summer: ["#5f9a4b", "#3f7a3f"],
  autumn: ["#dd8a35", "#b9532a"],
  winter: ["#d9e3ec", "#aebdcc"],
} as const;

/** A broad-leaved tree: trunk, and a crown of leaf clumps lit from the sun's side. */
export function paintTrees(sheet: Sheet, stage: Stage, thing: Thing): string {
  const random = randomFrom(thing.seed, "tree");
  let drawn = "";
  for (let index = 0; index < thing.count; index += 1) {
    const share =
      thing.side === "left"
        ? 0.16
        : thing.side === "right"
          ? 0.84
          : thing.side === "centre"
            ? 0.5
            : between(random, ...stage.standing);
    const x =
      (thing.count > 1 && thing.side ? share + (index - thing.count / 2) * 0.06 : share) *
      sheet.width;
    const size = sheet.unit * 0.24 * stage.scale * thing.size * (0.85 + 0.35 * random());
    drawn += broadleaf(sheet, x, stage.ground(x) + sheet.unit * 0.01, size, thing.colour, random);
  }
  return drawn;
}

export function broadleaf(
  sheet: Sheet,
  x: number,
  y: number,
  size: number,
  own: Hex | undefined,
  random: () => number,
): string {
  const { palette, scene } = sheet;
  const [bright, dark] = own ? [own, lighten(own, -0.12)] : CROWNS[scene.season];
  const sun = Math.sign(sheet.light.x - x) || 1;
  const bark = shaded(palette, "#5b4334");
  const wood =
    path(
      `M${n(x - size * 0.045)},${n(y)}q${n(size * 0.03)},${n(-size * 0.3)} ${n(size * 0.02)},${n(-size * 0.6)}h${n(size * 0.04)}q0,${n(size * 0.32)} ${n(size * 0.05)},${n(size * 0.6)}z`,
      bark,
    ) +
    stroke(
      `M${n(x)},${n(y - size * 0.38)}q${n(-size * 0.1)},${n(-size * 0.06)} ${n(-size * 0.18)},${n(-size * 0.2)}M${n(x)},${n(y - size * 0.42)}q${n(size * 0.1)},${n(-size * 0.06)} ${n(size * 0.16)},${n(-size * 0.2)}`,
      bark,
      size * 0.022,
    );
  let crown = "";
  const tones = [
    shaded(palette, dark),
    shaded(palette, bright),
    lit(palette, bright),
    lit(palette, lighten(bright, 0.06)),
  ];
  tones.forEach((tone, layer) => {
    const count = 30 - layer * 3;
    for (let leaf = 0; leaf < count; leaf += 1) {
      const angle = random() * Math.PI * 2;
      const away = Math.sqrt(random()) * size * (0.345 - layer * 0.03);
      crown += ellipse(
        x + Math.cos(angle) * away * 1.12 + sun * layer * size * 0.03,
        y - size * 0.68 + Math.sin(angle) * away * 0.82 - layer * size * 0.035,
        size * (0.1 - layer * 0.016),
        size * (0.085 - layer * 0.013),
        tone,
        layer > 1 ? 'opacity="0.75"' : "",
      );
    }
  });
  return wood + crown;
}

/** Conifers standing about, for "pines" asked by name. */
export function paintPines(sheet: Sheet, stage: Stage, thing: Thing): string {
  const random = randomFrom(thing.seed, "pines");
  const colour = shaded(sheet.palette, thing.colour ?? "#2f5d46");
  const snowy = sheet.scene.weather === "snow" || sheet.scene.season === "winter";
  let drawn = "";
  for (let index = 0; index < Math.max(3, thing.count); index += 1) {
    const x = between(random, ...stage.standing) * sheet.width;
    const size = sheet.unit * 0.22 * stage.scale * thing.size * (0.7 + 0.6 * random());
    drawn += pine(
      x,
      stage.ground(x) + sheet.unit * 0.012,
      size,
      lighten(colour, (random() - 0.5) * 0.06),
      random,
      snowy ? sheet.palette.snow : undefined,
    );
  }
  return drawn;
}

export function paintPalms(sheet: Sheet, stage: Stage, thing: Thing): string {
  const random = randomFrom(thing.seed, "palm");
  const leaf = shaded(sheet.palette, thing.colour ?? "#3d7f4d");
  const bright = lit(sheet.palette, thing.colour ?? "#6fae5a");
  let drawn = "";
  for (let index = 0; index < thing.count; index += 1) {
    const x = (stage.standing[1] - 0.06 - index * 0.1 * random() - index * 0.05) * sheet.width;
    const y = stage.ground(x) + sheet.unit * 0.02;
    const size = sheet.unit * 0.42 * thing.size * (0.8 + 0.35 * random());
    const lean = -size * (0.12 + 0.2 * random());
    const topX = x + lean;
    const topY = y - size;
    drawn += path(
      `M${n(x - size * 0.03)},${n(y)}Q${n(x - size * 0.02)},${n(y - size * 0.6)} ${n(topX - size * 0.012)},${n(topY)}h${n(size * 0.026)}Q${n(x + size * 0.04)},${n(y - size * 0.55)} ${n(x + size * 0.035)},${n(y)}z`,
      shaded(sheet.palette, "#7a5b42"),
    );
    for (let frond = 0; frond < 11; frond += 1) {
      const angle = -Math.PI * (0.02 + frond * 0.096) + (random() - 0.5) * 0.16;
      const length = size * (0.34 + 0.1 * random());
      const endX = topX + Math.cos(angle) * length;
      const endY = topY + Math.sin(angle) * length * 0.55 + length * 0.34;
      const midX = topX + Math.cos(angle) * length * 0.55;
      const midY = topY + Math.sin(angle) * length * 0.62 - length * 0.06;
      drawn += path(
        `M${n(topX)},${n(topY)}Q${n(midX)},${n(midY - size * 0.03)} ${n(endX)},${n(endY)}Q${n(midX)},${n(midY + size * 0.055)} ${n(topX)},${n(topY)}z`,
        frond % 3 ? leaf : bright,
      );
    }
  }
  return drawn;
}
