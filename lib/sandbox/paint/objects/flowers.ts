import "server-only";
import { type Hex, lighten, mix } from "../../colour";
import { lit, shaded } from "../../scene/palette";
import type { Thing } from "../../scene/scene";
import { pick, randomFrom } from "../../random";
import type { Sheet, Stage } from "../sheet";
import { circle, ellipse, n, stroke } from "../svg";

const PETALS = ["#e8536a", "#f2b33d", "#f4f0e6", "#8e6bc1", "#f08cae", "#5f8fd6"] as const;

/** Flowers strewn over the nearest ground, larger towards the viewer. */
export function paintFlowers(sheet: Sheet, stage: Stage, thing: Thing): string {
  const random = randomFrom(thing.seed, "flowers");
  const { palette, unit, width, height } = sheet;
  const heads: { x: number; y: number; drawn: string }[] = [];
  const count = Math.round(
    150 * Math.max(1, thing.size) * Math.max(1, Math.min(2.5, width / unit)),
  );
  for (let index = 0; index < count; index += 1) {
    const x = random() * width;
    const ground = stage.ground(x);
    if (ground > height - 4) continue;
    const depth = random() ** 0.75;
    const y = ground + unit * 0.015 + (height - ground) * depth;
    const size = unit * (0.0035 + 0.0155 * depth ** 1.5) * (0.7 + 0.6 * random());
    const own = thing.colour
      ? lighten(thing.colour, (random() - 0.5) * 0.12)
      : pick(random, PETALS);
    heads.push({ x, y, drawn: flowerHead(sheet, x, y, size, own, random() > 0.5) });
  }
  const sorted = heads.toSorted((one, other) => one.y - other.y);
  const stems = sorted
    .map(
      ({ x, y }) =>
        `M${n(x)},${n(y)}l${n(unit * 0.003)},${n(unit * (0.01 + 0.03 * Math.max(0, (y - height * 0.6) / height)))}`,
    )
    .join("");
  return (
    stroke(stems || "M0,0", mix(palette.grass, palette.grassLit, 0.5), unit * 0.0022) +
    sorted.map((head) => head.drawn).join("")
  );
}

export function flowerHead(
  sheet: Sheet,
  x: number,
  y: number,
  size: number,
  own: Hex,
  daisy: boolean,
): string {
  const bright = lit(sheet.palette, own);
  const dark = shaded(sheet.palette, own);
  if (size < 3) return ellipse(x, y, size, size * 0.72, bright);
  let petals = ellipse(x, y + size * 0.1, size * 0.9, size * 0.66, dark);
  const count = daisy ? 8 : 5;
  for (let petal = 0; petal < count; petal += 1) {
    const angle = (petal / count) * Math.PI * 2 + x;
    petals += ellipse(
      x + Math.cos(angle) * size * 0.52,
      y + Math.sin(angle) * size * 0.38,
      size * (daisy ? 0.32 : 0.46),
      size * (daisy ? 0.24 : 0.36),
      petal % 2 ? bright : mix(bright, dark, 0.25),
    );
  }
  return petals + circle(x, y, size * 0.24, lit(sheet.palette, "#e9b949"));
}
