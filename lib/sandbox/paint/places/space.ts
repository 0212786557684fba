import "server-only";
import { lighten, mix } from "../../colour";
import { between, pick } from "../../random";
import { paintGround, paintRidge, ridge } from "../land";
import { circle, n, stroke } from "../svg";
import type { PaintPlace } from "./place-layers";

/** Stars, a great planet with its ring, and the rim of the ground in front. */
export const paintSpace: PaintPlace = (sheet) => {
  const { height, unit, palette, width } = sheet;
  const random = sheet.random("space");
  const x = width * between(random, 0.5, 0.72);
  const y = height * between(random, 0.3, 0.42);
  const radius = unit * between(random, 0.17, 0.23);
  const own = sheet.scene.tints[0] ?? pick(random, ["#d9896a", "#7fb0c9", "#b795cf", "#d8b46a"]);
  const bank = ridge(sheet, "moon ground", unit * 0.2, 0.35, 0.9);
  const ground = (at: number) => height - unit * 0.05 - bank(at);
  let bands = "";
  for (let band = 0; band < 9; band += 1) {
    const top = y - radius + (radius * 2 * band) / 9;
    bands += `<path d="M${n(x - radius)},${n(top)}q${n(radius)},${n(radius * 0.16)} ${n(radius * 2)},0v${n(radius * 0.24)}q${n(-radius)},${n(radius * 0.16)} ${n(-radius * 2)},0z" fill="${lighten(own, (random() - 0.5) * 0.16)}"/>`;
  }
  const ring = (half: "back" | "front") =>
    `<g transform="rotate(-18 ${n(x)} ${n(y)})">${[1.5, 1.72, 1.95]
      .map((wide, index) =>
        stroke(
          half === "back"
            ? `M${n(x - radius * wide)},${n(y)}A${n(radius * wide)},${n(radius * wide * 0.24)} 0 0 1 ${n(x + radius * wide)},${n(y)}`
            : `M${n(x - radius * wide)},${n(y)}A${n(radius * wide)},${n(radius * wide * 0.24)} 0 0 0 ${n(x + radius * wide)},${n(y)}`,
          lighten(own, 0.12),
          radius * (0.09 - index * 0.02),
          'opacity="0.7"',
        ),
      )
      .join("")}</g>`;
  const planet =
    `<clipPath id="planet"><circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}"/></clipPath>` +
    `<radialGradient id="planetShade" cx="0.32" cy="0.3" r="0.85"><stop offset="0.3" stop-color="#04081a" stop-opacity="0"/><stop offset="1" stop-color="#04081a" stop-opacity="0.9"/></radialGradient>` +
    `${ring("back")}<g clip-path="url(#planet)"><g transform="rotate(-18 ${n(x)} ${n(y)})">${circle(x, y, radius, own)}${bands}</g>${circle(x, y, radius, "url(#planetShade)")}</g>${ring("front")}`;
  return {
    stage: {
      horizon: height,
      ground: (at) => ground(at) + 2,
      standing: [0.15, 0.6],
      landmark: 0.25,
      scale: 0.8,
    },
    back:
      planet +
      paintRidge(
        sheet,
        ridge(sheet, "moon far", unit * 0.3, 0.6, 1),
        height,
        mix(palette.far, palette.sky[1], 0.5),
        palette.sky[2],
        0.3,
      ),
    front: paintGround(sheet, ground, mix(palette.near, palette.grassLit, 0.35), palette.grass),
  };
};
