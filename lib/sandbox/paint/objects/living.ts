import "server-only";
import { lighten, mix } from "../../colour";
import { pick, randomFrom } from "../../random";
import { lit, shaded } from "../../scene/palette";
import type { Thing } from "../../scene/scene";
import type { Sheet, Stage } from "../sheet";
import { circle, ellipse, n, path, stroke } from "../svg";
import { flowerHead } from "./flowers";

const COATS = ["#d98a45", "#3c3a3f", "#f0e8da", "#8c8479"] as const;

/** A cat that sits and looks out at the view: seen from behind, three quarters, with its tail about it. */
export function paintCats(sheet: Sheet, stage: Stage, thing: Thing): string {
  const random = randomFrom(thing.seed, "cat");
  const { palette, unit, width } = sheet;
  let drawn = "";
  for (let index = 0; index < thing.count; index += 1) {
    const indoors = sheet.scene.setting.type === "place" && sheet.scene.setting.place === "window";
    const base = thing.side
      ? { left: 0.24, right: 0.76, centre: 0.5 }[thing.side]
      : indoors
        ? 0.4
        : stage.standing[0] + 0.12;
    const x = (base + index * 0.16) * width;
    const ground = stage.ground(x);
    // Outdoors it sits near to us: at the houses' feet it would be a giant.
    const near = indoors ? 0 : Math.max(0, sheet.height - ground - unit * 0.02) * 0.7;
    const y = ground + unit * 0.012 + near;
    const s = unit * (indoors ? 0.34 : 0.13) * thing.size * (index ? 0.85 : 1);
    const own = thing.colour ?? pick(random, COATS);
    const coat = lit(palette, own);
    const shade = shaded(palette, own);
    const dark = shaded(palette, lighten(own, -0.14));
    const rim = mix(coat, palette.glow, 0.55);
    const away = sheet.light.x < x ? 1 : -1;
    const striped = own === COATS[0] || own === COATS[3] || own === "#e8833a";
    const stripes = striped
      ? stroke(
          `M${n(-s * 0.2)},${n(-s * 0.42)}q${n(s * 0.1)},${n(s * 0.05)} ${n(s * 0.16)},${n(s * 0.02)}M${n(-s * 0.24)},${n(-s * 0.3)}q${n(s * 0.1)},${n(s * 0.06)} ${n(s * 0.18)},${n(s * 0.02)}M${n(s * 0.2)},${n(-s * 0.4)}q${n(-s * 0.08)},${n(s * 0.06)} ${n(-s * 0.15)},${n(s * 0.03)}M${n(s * 0.25)},${n(-s * 0.27)}q${n(-s * 0.1)},${n(s * 0.06)} ${n(-s * 0.18)},${n(s * 0.02)}M${n(-s * 0.05)},${n(-s * 0.88)}v${n(s * 0.06)}M0,${n(-s * 0.89)}v${n(s * 0.07)}M${n(s * 0.05)},${n(-s * 0.88)}v${n(s * 0.06)}`,
          dark,
          s * 0.026,
          'opacity="0.75"',
        )
      : "";
    const body = `M${n(-s * 0.33)},0C${n(-s * 0.4)},${n(-s * 0.3)} ${n(-s * 0.24)},${n(-s * 0.5)} ${n(-s * 0.14)},${n(-s * 0.62)}H${n(s * 0.14)}C${n(s * 0.24)},${n(-s * 0.5)} ${n(s * 0.4)},${n(-s * 0.3)} ${n(s * 0.33)},0z`;
    const head = `M${n(-s * 0.2)},${n(-s * 0.72)}L${n(-s * 0.19)},${n(-s * 1.0)}L${n(-s * 0.08)},${n(-s * 0.89)}Q0,${n(-s * 0.92)} ${n(s * 0.08)},${n(-s * 0.89)}L${n(s * 0.19)},${n(-s * 1.0)}L${n(s * 0.2)},${n(-s * 0.72)}Q${n(s * 0.18)},${n(-s * 0.56)} 0,${n(-s * 0.55)}Q${n(-s * 0.18)},${n(-s * 0.56)} ${n(-s * 0.2)},${n(-s * 0.72)}z`;
    drawn +=
      ellipse(x, y, s * 0.5, s * 0.05, "#000000", 'opacity="0.22"') +
      `<g transform="translate(${n(x)} ${n(y)})">` +
      stroke(
        `M${n(s * 0.22)},${n(-s * 0.04)}C${n(s * 0.62)},${n(s * 0.04)} ${n(s * 0.66)},${n(-s * 0.16)} ${n(s * 0.5)},${n(-s * 0.22)}`,
        shade,
        s * 0.085,
      ) +
      path(body, coat) +
      path(
        `M0,${n(-s * 0.62)}H${n(away * s * 0.14)}C${n(away * s * 0.24)},${n(-s * 0.5)} ${n(away * s * 0.4)},${n(-s * 0.3)} ${n(away * s * 0.33)},0H${n(away * s * 0.06)}C${n(away * s * 0.12)},${n(-s * 0.3)} ${n(away * s * 0.08)},${n(-s * 0.5)} 0,${n(-s * 0.62)}z`,
        shade,
        'opacity="0.6"',
      ) +
      path(head, coat) +
      path(
        `M${n(-s * 0.165)},${n(-s * 0.93)}l${n(s * 0.065)},${n(s * 0.075)}l${n(-s * 0.06)},${n(s * 0.05)}zM${n(s * 0.165)},${n(-s * 0.93)}l${n(-s * 0.065)},${n(s * 0.075)}l${n(s * 0.06)},${n(s * 0.05)}z`,
        dark,
        'opacity="0.5"',
      ) +
      stripes +
      stroke(
        `M${n(-away * s * 0.33)},${n(-s * 0.02)}C${n(-away * s * 0.4)},${n(-s * 0.3)} ${n(-away * s * 0.24)},${n(-s * 0.5)} ${n(-away * s * 0.14)},${n(-s * 0.62)}M${n(-away * s * 0.2)},${n(-s * 0.72)}L${n(-away * s * 0.19)},${n(-s * 0.99)}`,
        rim,
        s * 0.018,
        'opacity="0.8"',
      ) +
      "</g>";
  }
  return drawn;
}

/** A small figure in the distance, for scale. */
export function paintPeople(sheet: Sheet, stage: Stage, thing: Thing): string {
  const random = randomFrom(thing.seed, "person");
  const { palette, unit, width } = sheet;
  let drawn = "";
  for (let index = 0; index < thing.count; index += 1) {
    const base = thing.side
      ? { left: 0.2, right: 0.8, centre: 0.5 }[thing.side]
      : stage.standing[0] + 0.08 + 0.24 * random();
    const x = (base + index * 0.045) * width;
    const y = stage.ground(x) + unit * 0.02;
    const s = unit * 0.085 * thing.size * stage.scale;
    const coat = thing.colour ?? pick(random, ["#c8473a", "#2f5d7c", "#d9a441", "#f0e8da"]);
    drawn +=
      ellipse(x, y, s * 0.26, s * 0.035, "#000000", 'opacity="0.25"') +
      path(
        `M${n(x - s * 0.09)},${n(y)}L${n(x - s * 0.07)},${n(y - s * 0.42)}H${n(x + s * 0.07)}L${n(x + s * 0.1)},${n(y)}h${n(-s * 0.06)}L${n(x)},${n(y - s * 0.3)}L${n(x - s * 0.03)},${n(y)}z`,
        shaded(palette, "#3a3f4d"),
      ) +
      path(
        `M${n(x - s * 0.13)},${n(y - s * 0.34)}Q${n(x - s * 0.14)},${n(y - s * 0.74)} ${n(x)},${n(y - s * 0.78)}Q${n(x + s * 0.14)},${n(y - s * 0.74)} ${n(x + s * 0.13)},${n(y - s * 0.34)}z`,
        lit(palette, coat),
      ) +
      path(
        `M${n(x)},${n(y - s * 0.78)}Q${n(x + s * 0.14)},${n(y - s * 0.74)} ${n(x + s * 0.13)},${n(y - s * 0.34)}H${n(x + s * 0.02)}z`,
        shaded(palette, coat),
        'opacity="0.7"',
      ) +
      circle(x, y - s * 0.87, s * 0.085, lit(palette, "#e2b693")) +
      path(
        `M${n(x - s * 0.095)},${n(y - s * 0.86)}a${n(s * 0.095)},${n(s * 0.1)} 0 0 1 ${n(s * 0.19)},0z`,
        shaded(palette, "#4a3a33"),
      );
  }
  return drawn;
}

const GLAZES = ["#3f6f8c", "#d8d2c3", "#a3503f", "#5f7f6b", "#d9a441"] as const;

/** A vase of flowers on the table. */
export function paintVase(sheet: Sheet, stage: Stage, thing: Thing): string {
  const random = randomFrom(thing.seed, "vase");
  const { palette, unit, width } = sheet;
  const indoors = sheet.scene.setting.type === "place" && sheet.scene.setting.place === "window";
  const x =
    (thing.side ? { left: 0.26, right: 0.74, centre: 0.5 }[thing.side] : indoors ? 0.7 : 0.45) *
    width;
  const y = stage.ground(x) + unit * 0.03;
  const s = unit * (indoors ? 0.2 : 0.34) * thing.size;
  const own = thing.colour ?? pick(random, GLAZES);
  const blooms = sheet.thing("flowers");
  const away = sheet.light.x < x ? 1 : -1;
  const leaf = shaded(palette, "#4f7a4a");
  let bouquet = "";
  const heads: string[] = [];
  const colours = ["#e8536a", "#f2b33d", "#f7f0e4", "#f08cae", "#8e6bc1"] as const;
  const main = blooms?.colour ?? pick(random, colours);
  const other = blooms?.colour ? lighten(blooms.colour, 0.1) : pick(random, colours);
  // Requested flowers fill the vase.
  const last = blooms ? 20 : 12;
  const tall = blooms ? s * 1.12 : s;
  for (let stem = 0; stem <= last; stem += 1) {
    const lean = (stem / last - 0.5) * 2;
    const high = tall * (0.62 + 0.42 * (1 - lean * lean) + 0.16 * random());
    const endX = x + lean * s * 0.52 + (random() - 0.5) * s * 0.1;
    const endY = y - s * 0.72 - high * 0.62;
    bouquet += `M${n(x + lean * s * 0.05)},${n(y - s * 0.66)}Q${n(x + lean * s * 0.16)},${n(y - s * 1.0)} ${n(endX)},${n(endY)}`;
    heads.push(
      flowerHead(
        sheet,
        endX,
        endY,
        s * (0.085 + 0.06 * random()),
        random() > 0.35 ? main : other,
        stem % 3 === 0,
      ),
    );
  }
  let leaves = "";
  for (let index = 0; index < 16; index += 1) {
    const angle = -Math.PI * (0.08 + 0.84 * random());
    const length = s * (0.3 + 0.34 * random());
    const endX = x + Math.cos(angle) * length;
    const endY = y - s * 0.7 + Math.sin(angle) * length * 0.9;
    leaves += path(
      `M${n(x)},${n(y - s * 0.68)}Q${n((x + endX) / 2 + s * 0.07)},${n((y - s * 0.68 + endY) / 2)} ${n(endX)},${n(endY)}Q${n((x + endX) / 2 - s * 0.05)},${n((y - s * 0.68 + endY) / 2 - s * 0.02)} ${n(x)},${n(y - s * 0.68)}z`,
      index % 3 ? leaf : lit(palette, "#7fa562"),
    );
  }
  const body = `M${n(x - s * 0.1)},${n(y - s * 0.72)}C${n(x - s * 0.1)},${n(y - s * 0.58)} ${n(x - s * 0.27)},${n(y - s * 0.5)} ${n(x - s * 0.26)},${n(y - s * 0.28)}C${n(x - s * 0.25)},${n(y - s * 0.08)} ${n(x - s * 0.15)},${n(y)} ${n(x - s * 0.12)},${n(y)}H${n(x + s * 0.12)}C${n(x + s * 0.15)},${n(y)} ${n(x + s * 0.25)},${n(y - s * 0.08)} ${n(x + s * 0.26)},${n(y - s * 0.28)}C${n(x + s * 0.27)},${n(y - s * 0.5)} ${n(x + s * 0.1)},${n(y - s * 0.58)} ${n(x + s * 0.1)},${n(y - s * 0.72)}z`;
  return (
    path(
      `M${n(x - s * 0.16)},${n(y - s * 0.01)}Q${n(x + away * s * 0.5)},${n(y - s * 0.06)} ${n(x + away * s * 0.95)},${n(y + s * 0.05)}Q${n(x + away * s * 0.4)},${n(y + s * 0.1)} ${n(x - s * 0.1)},${n(y + s * 0.02)}z`,
      "#000000",
      'opacity="0.16"',
    ) +
    leaves +
    stroke(bouquet, leaf, s * 0.014) +
    heads.join("") +
    path(body, lit(palette, own)) +
    `<clipPath id="vase"><path d="${body}"/></clipPath><g clip-path="url(#vase)">${ellipse(x + away * s * 0.22, y - s * 0.3, s * 0.22, s * 0.5, shaded(palette, own), 'opacity="0.75"')}${ellipse(x - away * s * 0.12, y - s * 0.38, s * 0.028, s * 0.12, "#ffffff", 'opacity="0.5"')}</g>` +
    ellipse(x, y - s * 0.72, s * 0.1, s * 0.022, shaded(palette, lighten(own, -0.1)))
  );
}

const FRUITS = ["#d8493a", "#e9a13b", "#b8c24f", "#e27d4a", "#8f2f45"] as const;

export function paintFruit(sheet: Sheet, stage: Stage, thing: Thing): string {
  const random = randomFrom(thing.seed, "fruit");
  const { palette, unit, width } = sheet;
  const y = stage.ground(0) + unit * 0.075;
  const r = unit * 0.052 * thing.size;
  const middle = (thing.side ? { left: 0.28, right: 0.72, centre: 0.5 }[thing.side] : 0.66) * width;
  const away = sheet.light.x < middle ? 1 : -1;
  let drawn = "";
  const count = Math.max(3, Math.min(9, thing.count));
  for (let index = 0; index < count; index += 1) {
    const second = index % 2 === 1 && index > 1;
    const x = middle + (index - (count - 1) / 2) * r * 1.75 + (random() - 0.5) * r * 0.4;
    const low = y + (random() - 0.3) * r * 0.7 - (second ? r * 0.25 : 0);
    const own = thing.colour ? lighten(thing.colour, (random() - 0.5) * 0.1) : pick(random, FRUITS);
    const size = r * (0.85 + 0.3 * random());
    drawn +=
      ellipse(
        x + away * size * 0.7,
        low + size * 0.86,
        size * 1.3,
        size * 0.24,
        "#000000",
        'opacity="0.18"',
      ) +
      ellipse(x, low, size, size * 0.93, lit(palette, own)) +
      path(
        `M${n(x + away * size * 0.15)},${n(low - size * 0.92)}A${n(size)},${n(size * 0.93)} 0 0 ${away === 1 ? 1 : 0} ${n(x + away * size * 0.1)},${n(low + size * 0.93)}Q${n(x + away * size * 0.75)},${n(low + size * 0.2)} ${n(x + away * size * 0.15)},${n(low - size * 0.92)}z`,
        shaded(palette, own),
        'opacity="0.75"',
      ) +
      ellipse(
        x - away * size * 0.4,
        low - size * 0.42,
        size * 0.2,
        size * 0.13,
        "#ffffff",
        'opacity="0.45"',
      ) +
      stroke(
        `M${n(x)},${n(low - size * 0.82)}q${n(size * 0.05)},${n(-size * 0.2)} ${n(size * 0.16)},${n(-size * 0.3)}`,
        shaded(palette, "#5b4334"),
        size * 0.08,
      ) +
      path(
        `M${n(x + size * 0.08)},${n(low - size * 0.98)}q${n(size * 0.3)},${n(-size * 0.3)} ${n(size * 0.56)},${n(-size * 0.08)}q${n(-size * 0.26)},${n(size * 0.22)} ${n(-size * 0.56)},${n(size * 0.08)}z`,
        lit(palette, "#6f9a52"),
      );
  }
  return drawn;
}
