import "server-only";
import { mix } from "../../colour";
import { between } from "../../random";
import type { Sheet, Stage } from "../sheet";
import { circle, ellipse, halo, n, stroke } from "../svg";

/** Rain, falling snow, fog and lightning: between the viewer and everything else. */
export function paintWeather(sheet: Sheet, stage: Stage): string {
  const { scene, unit, width, height, palette } = sheet;
  const random = sheet.random(`weather ${scene.weather}`);
  let drawn = "";
  if (scene.weather === "rain" || scene.weather === "storm") {
    const layers = ["", ""];
    const count = Math.round(((width * height) / (unit * unit)) * 330);
    for (let index = 0; index < count; index += 1) {
      const length = unit * (0.02 + 0.035 * random());
      layers[index % 2] +=
        `M${n(random() * width * 1.1)},${n(random() * height)}l${n(-length * 0.22)},${n(length)}`;
    }
    drawn += layers
      .map((d, index) =>
        stroke(
          d,
          mix(palette.sky[4], "#ffffff", 0.5),
          unit * (0.0012 + index * 0.0008),
          `opacity="${0.22 + index * 0.1}"`,
        ),
      )
      .join("");
  }
  if (scene.weather === "storm") {
    let x = width * between(random, 0.2, 0.45);
    let y = 0;
    let d = `M${n(x)},0`;
    while (y < stage.horizon * 0.94) {
      x += (random() - 0.5) * unit * 0.075;
      y += unit * between(random, 0.02, 0.055);
      d += `L${n(x)},${n(y)}`;
    }
    drawn +=
      halo(x, stage.horizon * 0.4, unit * 0.5, "#cfd8ff", 0.35) +
      stroke(d, "#cdd6ff", unit * 0.008, 'opacity="0.35" stroke-linejoin="round"') +
      stroke(d, "#ffffff", unit * 0.003, 'stroke-linejoin="round"');
  }
  if (scene.weather === "snow") {
    const count = Math.round(((width * height) / (unit * unit)) * 260);
    for (let index = 0; index < count; index += 1) {
      const near = random() ** 2.4;
      drawn += circle(
        random() * width,
        random() * height,
        unit * (0.0014 + 0.0048 * near),
        "#ffffff",
        `opacity="${(0.85 - near * 0.3).toFixed(2)}"`,
      );
    }
  }
  if (scene.weather === "fog") {
    for (let band = 0; band < 7; band += 1) {
      const y = stage.horizon + (random() - 0.4) * height * 0.5;
      drawn += ellipse(
        width * random(),
        y,
        width * between(random, 0.5, 0.9),
        unit * between(random, 0.05, 0.12),
        palette.sky[4],
        `opacity="0.2"`,
      );
    }
    drawn += `<rect width="${width}" height="${height}" fill="${palette.sky[4]}" fill-opacity="0.12"/>`;
  }
  return drawn;
}

/** Broken light on the water under the disc, scattered about its axis and wider towards the viewer. */
export function paintGlints(sheet: Sheet, stage: Stage): string {
  const { light, palette, unit, scene } = sheet;
  const water = stage.water;
  if (!water || light.kind === "none") return "";
  const dim = {
    clear: 1,
    cloudy: 0.8,
    overcast: 0.2,
    rain: 0.12,
    snow: 0.2,
    fog: 0.35,
    storm: 0.1,
  }[scene.weather];
  const random = sheet.random("glints");
  const high = light.y < water.top * 0.5 ? 0.6 : 1;
  const groups = ["", "", ""];
  const rows = water.bottom - water.top;
  for (let index = 0; index < 230; index += 1) {
    const depth = random() ** 1.35;
    const y = water.top + rows * depth * 0.98 + unit * 0.004;
    const spread = unit * (0.035 + 0.17 * depth);
    const away = (random() + random() + random() - 1.5) * spread;
    const length =
      unit *
      (0.006 + 0.055 * depth * random()) *
      (1 - Math.min(0.8, Math.abs(away) / (spread * 2)));
    groups[Math.min(2, Math.floor(depth * 3))] +=
      `M${n(light.x + away - length)},${n(y)}h${n(length * 2)}`;
  }
  return groups
    .map((d, index) =>
      stroke(
        d || "M0,0",
        palette.disc,
        unit * (0.0018 + 0.0013 * index),
        `opacity="${((0.72 - index * 0.13) * dim * high).toFixed(2)}"`,
      ),
    )
    .join("");
}
