import "server-only";
import { lighten, mix } from "../../colour";
import { paintGround, paintRidge, ridge } from "../land";
import { horizonOf } from "../sheet";
import { n, path, stroke } from "../svg";
import type { PaintPlace } from "./place-layers";

/** Dunes with one lit and one shaded flank. */
export const paintDesert: PaintPlace = (sheet) => {
  const { width, height, unit, palette } = sheet;
  const horizon = horizonOf(sheet.scene, height);
  const fromLeft = sheet.light.x < width / 2;
  const mesas = ridge(sheet, "mesas", unit * 0.12, 0.3, 0.9);
  let back = paintRidge(
    sheet,
    (x) => Math.min(mesas(x), unit * 0.075),
    horizon + 4,
    mix(palette.far, palette.sky[4], 0.25),
    palette.sky[4],
    0.5,
  );
  const random = sheet.random("dunes");
  let ground = (_x: number) => height;
  for (let index = 0; index < 5; index += 1) {
    const nearness = index / 4;
    const foot = horizon + unit * 0.05 + (height - horizon) * 0.66 * nearness ** 1.2;
    const hill = ridge(sheet, `dune ${index}`, unit * (0.1 + 0.1 * nearness), 0, 1.15);
    const line = (x: number) => foot - hill(x);
    const sun = mix(
      lighten(mix(palette.sand, palette.lightTint, 0.2), 0.02),
      palette.sky[4],
      0.4 * (1 - nearness),
    );
    const shade = mix(
      mix(palette.sand, palette.shadeTint, 0.5),
      palette.sky[4],
      0.35 * (1 - nearness),
    );
    back += paintGround(sheet, line, sun, mix(sun, palette.sand, 0.4));
    // The lee side: from each crest a blade of shadow runs down and away from the light.
    const crest = width * ((index * 0.37 + random() * 0.3) % 1);
    let best = crest;
    for (let x = crest - unit * 0.35; x < crest + unit * 0.35; x += 8)
      if (line(x) < line(best)) best = x;
    const way = fromLeft ? 1 : -1;
    let d = `M${n(best)},${n(line(best))}`;
    for (let away = 0; away <= unit * 0.7; away += 8)
      d += `L${n(best + way * away)},${n(line(best + way * away))}`;
    d += `C${n(best + way * unit * 0.5)},${n(line(best) + unit * 0.16)} ${n(best + way * unit * 0.1)},${n(line(best) + unit * 0.1)} ${n(best - way * unit * 0.1)},${n(line(best) + unit * 0.34)}C${n(best - way * unit * 0.12)},${n(line(best) + unit * 0.2)} ${n(best + way * unit * 0.06)},${n(line(best) + unit * 0.12)} ${n(best)},${n(line(best))}Z`;
    back += path(d, shade, 'opacity="0.8"');
    ground = line;
  }
  let ripples = "";
  for (let row = 0; row < 13; row += 1) {
    const y = height - unit * 0.02 - row * unit * 0.02 * (1.3 - row * 0.06);
    const start = random() * width * 0.5;
    ripples += `M${n(start)},${n(y)}q${n(unit * 0.12)},${n(-unit * 0.014)} ${n(unit * 0.25)},0t${n(unit * 0.25)},0t${n(unit * 0.25)},${n(unit * 0.008)}`;
  }
  return {
    stage: {
      horizon,
      ground: (x) => ground(x) + unit * 0.02,
      standing: [0.12, 0.88],
      landmark: 0.7,
      scale: 0.9,
    },
    back:
      back +
      stroke(ripples, mix(palette.sand, palette.shadeTint, 0.45), unit * 0.002, 'opacity="0.3"'),
    front: "",
  };
};
