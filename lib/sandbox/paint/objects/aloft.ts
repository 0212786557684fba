import "server-only";
import { lighten, mix } from "../../colour";
import { between, randomFrom } from "../../random";
import { lit, shaded } from "../../scene/palette";
import type { Thing } from "../../scene/scene";
import type { Sheet, Stage } from "../sheet";
import { circle, halo, n, path, stroke } from "../svg";

/** The disc of the sun or the moon, with its light about it. */
export function paintDisc(sheet: Sheet): string {
  const { light, palette, scene } = sheet;
  if (light.kind === "none") return "";
  const thing = sheet.thing(light.kind);
  const dim = {
    clear: 1,
    cloudy: 0.95,
    overcast: 0.35,
    rain: 0.22,
    snow: 0.4,
    fog: 0.6,
    storm: 0.15,
  }[scene.weather];
  const colour = thing?.colour ? mix(palette.disc, thing.colour, 0.75) : palette.disc;
  const glow = thing?.colour ?? palette.glow;
  const { x, y, radius } = light;
  if (light.kind === "moon") {
    const seas = [
      [-0.3, -0.25, 0.26],
      [0.2, -0.38, 0.17],
      [0.12, 0.1, 0.3],
      [-0.36, 0.3, 0.16],
      [0.42, 0.28, 0.13],
    ] as const;
    return (
      halo(x, y, radius * 6.5, glow, 0.55 * dim) +
      circle(x, y, radius, colour, `opacity="${0.35 + 0.65 * dim}"`) +
      seas
        .map(([dx, dy, size]) =>
          circle(
            x + dx * radius,
            y + dy * radius,
            size * radius,
            mix(colour, "#8fa0b5", 0.38),
            `opacity="${0.3 * dim}"`,
          ),
        )
        .join("")
    );
  }
  return (
    halo(x, y, radius * 4.6, glow, 0.8 * dim) +
    circle(x, y, radius, colour, `opacity="${(dim * 0.96).toFixed(2)}"`)
  );
}

/** Stars for a dark sky or on request; fewer near the horizon. */
export function paintStars(sheet: Sheet, horizon: number): string {
  const { scene, unit, width } = sheet;
  const asked = sheet.thing("stars");
  const space = scene.setting.type === "place" && scene.setting.place === "space";
  const natural =
    (scene.hour === "night" &&
      scene.weather !== "overcast" &&
      scene.weather !== "rain" &&
      scene.weather !== "storm" &&
      scene.weather !== "fog") ||
    space;
  if (asked?.count === 0 || (!natural && !(asked && sheet.palette.dark))) return "";
  const random = sheet.random("stars");
  const count = Math.round(
    ((width * horizon) / (unit * unit)) * (space ? 460 : 260) * (asked?.size ?? 1),
  );
  let drawn = "";
  for (let index = 0; index < count; index += 1) {
    const x = random() * width;
    const y = horizon * random() ** 1.15;
    const bright = random() ** 3.5;
    const nearMoon =
      sheet.light.kind === "moon" &&
      Math.hypot(x - sheet.light.x, y - sheet.light.y) < sheet.light.radius * 3;
    if (nearMoon) continue;
    const opacity = (0.3 + 0.7 * bright) * (1 - (y / horizon) * 0.6);
    drawn += circle(
      x,
      y,
      unit * (0.0009 + 0.0017 * bright),
      random() > 0.8 ? "#ffe9cc" : "#eef4ff",
      `opacity="${opacity.toFixed(2)}"`,
    );
    if (bright > 0.8) drawn += halo(x, y, unit * 0.011, "#dfe9ff", 0.5);
  }
  return drawn;
}

export function paintBirds(sheet: Sheet, stage: Stage, thing: Thing): string {
  const random = randomFrom(thing.seed, "birds");
  const { unit, width, palette } = sheet;
  const count = Math.max(thing.count, 5);
  const middle =
    thing.side === "left" ? 0.25 : thing.side === "right" ? 0.75 : between(random, 0.42, 0.66);
  const high = stage.horizon * between(random, 0.24, 0.44);
  let drawn = "";
  for (let index = 0; index < count; index += 1) {
    const x = middle * width + (random() - 0.5) * unit * 0.5;
    const y = high + (random() - 0.5) * unit * 0.17;
    const s = unit * (0.007 + 0.009 * random()) * thing.size;
    const lift = 0.3 + 0.55 * random();
    drawn += `M${n(x - s)},${n(y - s * lift)}Q${n(x - s * 0.5)},${n(y - s * (lift + 0.28))} ${n(x)},${n(y)}Q${n(x + s * 0.5)},${n(y - s * (lift + 0.28))} ${n(x + s)},${n(y - s * lift * 0.9)}`;
  }
  const colour =
    thing.colour ??
    (palette.dark ? mix(palette.sky[0], "#000000", 0.3) : mix(palette.shadeTint, "#20242c", 0.5));
  return stroke(drawn, colour, unit * 0.0022, 'stroke-linejoin="round"');
}

export function paintBalloons(sheet: Sheet, stage: Stage, thing: Thing): string {
  const random = randomFrom(thing.seed, "balloon");
  const { unit, width, palette } = sheet;
  const sets = [
    ["#d9533f", "#f2c14e"],
    ["#3f7fb5", "#f4ead7"],
    ["#7a4f9e", "#f0a6a0"],
    ["#3f8f6d", "#f2d06b"],
  ] as const;
  let drawn = "";
  for (let index = 0; index < thing.count; index += 1) {
    const free = between(random, 0.56, 0.8) - index * 0.26;
    const share =
      index === 0 && thing.side
        ? { left: 0.22, right: 0.78, centre: 0.5 }[thing.side]
        : ((free % 0.9) + 0.9) % 0.9;
    const x = Math.max(0.1, share) * width;
    const y = stage.horizon * between(random, 0.26, 0.5);
    const r = unit * 0.075 * thing.size * (index ? 0.45 + 0.45 * random() : 1);
    const [first, second] = thing.colour
      ? [thing.colour, lighten(thing.colour, 0.24)]
      : (sets[(index + Math.floor(random() * 4)) % 4] ?? sets[0]);
    const outline = `M${n(x)},${n(y - r)}C${n(x + r * 1.25)},${n(y - r)} ${n(x + r * 1.05)},${n(y + r * 0.45)} ${n(x + r * 0.2)},${n(y + r * 1.22)}H${n(x - r * 0.2)}C${n(x - r * 1.05)},${n(y + r * 0.45)} ${n(x - r * 1.25)},${n(y - r)} ${n(x)},${n(y - r)}z`;
    const gore = (inner: number) =>
      path(
        `M${n(x)},${n(y - r)}C${n(x + r * inner * 1.25)},${n(y - r)} ${n(x + r * inner * 1.05)},${n(y + r * 0.45)} ${n(x + r * 0.2 * inner)},${n(y + r * 1.22)}H${n(x - r * 0.2 * inner)}C${n(x - r * inner * 1.05)},${n(y + r * 0.45)} ${n(x - r * inner * 1.25)},${n(y - r)} ${n(x)},${n(y - r)}z`,
        inner === 0.66 ? lit(palette, second) : lit(palette, first),
      );
    const away = sheet.light.x < x ? 1 : -1;
    drawn +=
      path(outline, lit(palette, first)) +
      gore(0.66) +
      gore(0.3) +
      path(
        `M${n(x)},${n(y - r)}C${n(x + away * r * 1.25)},${n(y - r)} ${n(x + away * r * 1.05)},${n(y + r * 0.45)} ${n(x + away * r * 0.2)},${n(y + r * 1.22)}H${n(x)}C${n(x + away * r * 0.7)},${n(y + r * 0.4)} ${n(x + away * r * 0.75)},${n(y - r * 0.7)} ${n(x)},${n(y - r)}z`,
        palette.shadeTint,
        'opacity="0.3"',
      ) +
      stroke(
        `M${n(x - r * 0.19)},${n(y + r * 1.22)}L${n(x - r * 0.13)},${n(y + r * 1.46)}M${n(x + r * 0.19)},${n(y + r * 1.22)}L${n(x + r * 0.13)},${n(y + r * 1.46)}`,
        shaded(palette, "#5d4637"),
        r * 0.02,
      ) +
      path(
        `M${n(x - r * 0.15)},${n(y + r * 1.46)}h${n(r * 0.3)}l${n(-r * 0.03)},${n(r * 0.22)}h${n(-r * 0.24)}z`,
        shaded(palette, "#7a5638"),
      );
    if (palette.dark) drawn += halo(x, y + r * 0.7, r * 1.4, "#ffc067", 0.5);
  }
  return drawn;
}

export function paintRainbow(sheet: Sheet, stage: Stage): string {
  const colours = ["#e5604f", "#f0a04b", "#f3dc6b", "#74bd78", "#5c9ad6", "#8a6fc4"];
  const centre = sheet.width - sheet.light.x;
  const radius = Math.min(sheet.width * 0.46, stage.horizon * 0.95);
  return colours
    .map((colour, index) => {
      const r = radius - index * sheet.unit * 0.012;
      return `<path d="M${n(centre - r)},${n(stage.horizon + 4)}A${n(r)},${n(r)} 0 0 1 ${n(centre + r)},${n(stage.horizon + 4)}" fill="none" stroke="${colour}" stroke-width="${n(sheet.unit * 0.0135)}" stroke-opacity="0.34"/>`;
    })
    .join("");
}
