import "server-only";
import { type Hex, lighten, mix } from "../colour";
import { layered } from "../random";
import type { Sheet } from "./sheet";
import { downward, n, path, type Point, polygon } from "./svg";

/** A skyline: heights above its foot, by x. */
export type Ridge = (x: number) => number;

/** Rolling hills (rough 0) to jagged peaks (rough 1); `height` is about the highest it gets. */
export function ridge(
  sheet: Sheet,
  label: string,
  height: number,
  rough: number,
  stretch = 1,
): Ridge {
  const noise = sheet.noise(label);
  const random = sheet.random(label);
  const shift = random() * 90;
  const unit = sheet.unit * stretch;
  return (x) => {
    const at = x / unit + shift;
    const soft = 0.55 + layered(noise, at * 1.1, shift, 3) * 1.05;
    if (rough === 0) return Math.max(0, soft) * height;
    // Folding the noise about zero gives creases, and creases turned over are peaks.
    let sharp = 0;
    let strength = 0.58;
    let scale = 1.35;
    for (let octave = 0; octave < 5; octave += 1) {
      sharp += strength * (1 - Math.abs(noise(at * scale + octave * 13, shift + octave * 5)) * 1.9);
      strength *= 0.44;
      scale *= 2.1;
    }
    return Math.max(0, soft * (1 - rough) + sharp * rough * 0.86) * height;
  };
}

export function skyline(sheet: Sheet, shape: Ridge, foot: number, step = 4): Point[] {
  const points: Point[] = [];
  for (let x = -8; x <= sheet.width + 8; x += step) points.push([x, foot - shape(x)]);
  return points;
}

/** A filled ridge whose colour sinks into haze towards its foot. */
export function paintRidge(
  sheet: Sheet,
  shape: Ridge,
  foot: number,
  colour: Hex,
  haze: Hex,
  hazeShare: number,
): string {
  const points = skyline(sheet, shape, foot);
  const gradient = downward([
    [0, colour],
    [0.35, mix(colour, haze, hazeShare * 0.3)],
    [1, mix(colour, haze, hazeShare)],
  ]);
  const outline = [...points, [sheet.width + 8, foot + 3] as const, [-8, foot + 3] as const];
  return `${gradient.defs}${polygon(outline, gradient.fill)}`;
}

/** Light on the flanks that face the sun and, where wanted, snow: facets hung from every peak. */
export function paintFacets(
  sheet: Sheet,
  shape: Ridge,
  foot: number,
  look: { lit: Hex; shade: Hex; snow?: Hex; snowShade?: Hex; height: number; label: string },
): string {
  const random = sheet.random(`${look.label} facets`);
  const step = 5;
  const fromLeft = sheet.light.x < sheet.width / 2;
  let drawn = "";
  for (let x = -40; x <= sheet.width + 40; x += step) {
    const here = shape(x);
    const reach = sheet.unit * 0.05;
    if (here < look.height * 0.28) continue;
    let peak = true;
    for (let near = -reach; near <= reach; near += step) if (shape(x + near) > here) peak = false;
    if (!peak) continue;
    const top: Point = [x, foot - here];
    const drop = here * (0.5 + 0.3 * random());
    const lean = (fromLeft ? 1 : -1) * drop * (0.16 + 0.2 * random());
    const crease: Point[] = [];
    for (let part = 1; part <= 7; part += 1) {
      const share = part / 7;
      crease.push([
        x + lean * share + (part % 2 ? 1 : -1) * drop * 0.045 * random() * (1 + share),
        top[1] + drop * share,
      ]);
    }
    const flank = (side: 1 | -1): Point[] => {
      const points: Point[] = [];
      for (let away = 0; away <= drop * 1.25; away += step) {
        const there = shape(x + away * side);
        if (foot - there > top[1] + drop || there > here + 1) break;
        points.push([x + away * side, foot - there]);
      }
      return points;
    };
    const shadeSide = fromLeft ? 1 : -1;
    const shadow = [...flank(shadeSide), ...crease.toReversed()];
    if (shadow.length > 9) drawn += polygon(shadow, look.shade, 'opacity="0.42"');
    const bright = [...flank(shadeSide === 1 ? -1 : 1), ...crease.toReversed()];
    if (bright.length > 9) drawn += polygon(bright, look.lit, 'opacity="0.22"');
    if (look.snow && here > look.height * 0.5)
      drawn += snowCap(
        shape,
        foot,
        x,
        here,
        fromLeft,
        random,
        look.snow,
        look.snowShade ?? look.shade,
      );
  }
  return drawn;
}

function snowCap(
  shape: Ridge,
  foot: number,
  x: number,
  here: number,
  fromLeft: boolean,
  random: () => number,
  snow: Hex,
  shade: Hex,
): string {
  const drop = here * 0.34;
  const side = (sign: 1 | -1) => {
    const edge: Point[] = [];
    for (let away = 0; away <= drop * 1.6; away += 4) {
      const there = shape(x + away * sign);
      if (here - there > drop || there > here + 1) break;
      edge.push([x + away * sign, foot - there]);
    }
    return edge;
  };
  const lower = (edge: Point[]) => {
    const end = edge.at(-1);
    if (!end) return [];
    const points: Point[] = [];
    const steps = 5;
    for (let part = 0; part <= steps; part += 1) {
      const share = part / steps;
      const toothed =
        part === 0 || part === steps ? 0 : (part % 2 ? 1 : -0.55) * drop * (0.12 + 0.22 * random());
      points.push([
        end[0] + (x - end[0]) * share,
        end[1] + (foot - here + drop * 0.75 - end[1]) * share + toothed,
      ]);
    }
    return points;
  };
  const left = side(-1);
  const right = side(1);
  const paint = (edge: Point[], colour: Hex) =>
    edge.length > 1 ? polygon([...edge, ...lower(edge)], colour, 'opacity="0.92"') : "";
  return paint(left, fromLeft ? snow : shade) + paint(right, fromLeft ? shade : snow);
}

/** A band of mist across the whole width. */
export function paintMist(
  sheet: Sheet,
  y: number,
  thickness: number,
  colour: Hex,
  opacity: number,
): string {
  const gradient = downward([
    [0, colour, 0],
    [0.5, colour, opacity],
    [1, colour, 0],
  ]);
  return `${gradient.defs}<rect x="0" y="${n(y - thickness / 2)}" width="${sheet.width}" height="${n(thickness)}" fill="${gradient.fill}"/>`;
}

/** A smooth closed shape down to the lower edge, from the y that `ground` gives. */
export function paintGround(
  sheet: Sheet,
  ground: (x: number) => number,
  top: Hex,
  bottom: Hex,
  from = -8,
  to = sheet.width + 8,
): string {
  const gradient = downward([
    [0, top],
    [0.5, mix(top, bottom, 0.6)],
    [1, bottom],
  ]);
  let d = `M${n(from)},${sheet.height + 8}`;
  for (let x = from; x <= to; x += 6) d += `L${n(x)},${n(ground(x))}`;
  d += `L${n(to)},${sheet.height + 8}Z`;
  return gradient.defs + path(d, gradient.fill);
}

/** Blades of grass, thin strokes of two colours, denser and longer towards the viewer. */
export function paintGrass(
  sheet: Sheet,
  ground: (x: number) => number,
  colour: Hex,
  from: number,
  to: number,
  label: string,
  amount = 1,
): string {
  const random = sheet.random(`${label} grass`);
  const groups = ["", "", ""];
  const count = Math.round(((to - from) / sheet.unit) * 520 * amount);
  for (let index = 0; index < count; index += 1) {
    const x = from + (to - from) * random();
    const top = ground(x);
    const room = sheet.height - top;
    if (room < 4) continue;
    const y = top + sheet.unit * 0.012 + room * random() ** 1.3;
    const depth = (y - top) / room;
    const length = sheet.unit * (0.012 + 0.034 * depth) * (0.6 + 0.8 * random());
    const lean = (random() - 0.42) * length * 0.8;
    const group = Math.floor(random() * 3);
    groups[group] +=
      `M${n(x)},${n(y)}q${n(lean * 0.2)},${n(-length * 0.6)} ${n(lean)},${n(-length)}`;
  }
  const tones = [lighten(colour, 0.07), colour, lighten(colour, -0.06)];
  return groups
    .map(
      (d, index) =>
        `<path d="${d || "M0,0"}" fill="none" stroke="${tones[index]}" stroke-width="${(sheet.unit * 0.0016).toFixed(2)}" stroke-linecap="round" stroke-opacity="0.5"/>`,
    )
    .join("");
}
