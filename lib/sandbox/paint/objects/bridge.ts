import "server-only";
import { spotOf } from "./landmark-position";
import { mix } from "../../colour";
import { lit, shaded } from "../../scene/palette";
import type { Thing } from "../../scene/scene";
import type { Sheet, Stage } from "../sheet";
import { circle, ellipse, halo, n, path, rect, stroke } from "../svg";

/** A long bridge of three arches in town; elsewhere a footbridge that rises over the near water. */
export function paintBridge(sheet: Sheet, stage: Stage, thing: Thing): string {
  const { setting } = sheet.scene;
  const town =
    setting.type === "place" && (setting.place === "city" || setting.place === "harbour");
  return town ? paintViaduct(sheet, stage, thing) : paintFootbridge(sheet, stage, thing);
}

function paintFootbridge(sheet: Sheet, stage: Stage, thing: Thing): string {
  const { palette, unit, width, height } = sheet;
  const own = thing.colour ?? "#a8473a";
  const x = (thing.side ? spotOf(stage, thing) : 0.68) * width;
  const half = Math.min(unit * 0.34, width * 0.3) * thing.size;
  const top = stage.water?.top ?? stage.horizon;
  const y = stage.water ? top + (height - top) * 0.5 : stage.ground(x);
  const rise = half * 0.42;
  const deck = half * 0.07;
  const arc = (lift: number, inset = 0) =>
    `M${n(x - half + inset)},${n(y - lift)}Q${n(x)},${n(y - lift - rise * 2)} ${n(x + half - inset)},${n(y - lift)}`;
  let posts = "";
  for (let post = 0; post <= 12; post += 1) {
    const share = post / 12;
    const postX = x - half + share * half * 2;
    const postY = y - deck - 4 * share * (1 - share) * rise;
    posts += `M${n(postX)},${n(postY)}v${n(-half * 0.13)}`;
  }
  const body =
    path(
      `M${n(x - half)},${n(y)}Q${n(x)},${n(y - rise * 2)} ${n(x + half)},${n(y)}V${n(y - deck)}Q${n(x)},${n(y - deck - rise * 2)} ${n(x - half)},${n(y - deck)}Z`,
      shaded(palette, own),
    ) +
    stroke(arc(deck), lit(palette, own), half * 0.022) +
    stroke(posts, lit(palette, own), half * 0.018) +
    stroke(arc(deck + half * 0.13), lit(palette, own), half * 0.028) +
    stroke(arc(deck + half * 0.07), shaded(palette, own), half * 0.014) +
    stroke(
      `M${n(x - half * 0.62)},${n(y - rise * 0.62)}V${n(y + half * 0.03)}M${n(x + half * 0.62)},${n(y - rise * 0.62)}V${n(y + half * 0.03)}`,
      shaded(palette, own),
      half * 0.04,
    );
  const banks = [-1, 1]
    .map((side) =>
      ellipse(
        x + side * half * 1.06,
        y + half * 0.02,
        half * 0.24,
        half * 0.07,
        mix(palette.grass, palette.grassLit, 0.4),
      ),
    )
    .join("");
  const mirror = stage.water
    ? `<g transform="translate(0 ${n(y * 2)}) scale(1 -1)" opacity="0.22">${body}</g>`
    : "";
  return mirror + banks + body;
}

function paintViaduct(sheet: Sheet, stage: Stage, thing: Thing): string {
  const { palette, unit, width } = sheet;
  const top = stage.water?.top ?? stage.horizon;
  const y = top + unit * 0.05;
  const own =
    thing.colour ??
    (sheet.scene.setting.type === "place" && sheet.scene.setting.place === "city"
      ? "#b34a3a"
      : "#8c7d6c");
  const spans = 3;
  const from = -unit * 0.05;
  const reach = width + unit * 0.1;
  const span = reach / spans;
  let drawn = "";
  for (let index = 0; index < spans; index += 1) {
    const x = from + index * span;
    const arch = Math.min(span * 0.3, unit * 0.09);
    drawn += path(
      `M${n(x)},${n(y - arch)}H${n(x + span)}V${n(y + unit * 0.02)}H${n(x + span * 0.92)}Q${n(x + span * 0.5)},${n(y - arch * 1.5)} ${n(x + span * 0.08)},${n(y + unit * 0.02)}H${n(x)}z`,
      shaded(palette, own),
    );
    drawn += stroke(
      `M${n(x + span * 0.92)},${n(y + unit * 0.02)}Q${n(x + span * 0.5)},${n(y - arch * 1.5)} ${n(x + span * 0.08)},${n(y + unit * 0.02)}`,
      lit(palette, own),
      unit * 0.005,
    );
    drawn += rect(x, y - arch - unit * 0.014, span + 0.5, unit * 0.016, lit(palette, own));
    for (let post = 0; post < 8; post += 1)
      drawn += rect(
        x + (post / 8) * span,
        y - arch - unit * 0.032,
        unit * 0.0035,
        unit * 0.02,
        lit(palette, own),
      );
    if (palette.lamps > 0.3)
      drawn +=
        circle(x + span / 2, y - arch - unit * 0.04, unit * 0.005, "#ffe0a0") +
        halo(x + span / 2, y - arch - unit * 0.04, unit * 0.05, "#ffe0a0", 0.6 * palette.lamps);
    drawn += rect(
      x - unit * 0.012,
      y - arch,
      unit * 0.024,
      arch + unit * 0.03,
      lit(palette, own),
      'opacity="0.7"',
    );
  }
  return (
    drawn +
    stroke(
      `M0,${n(y - Math.min(span * 0.3, unit * 0.09) - unit * 0.032)}H${n(width)}`,
      lit(palette, own),
      unit * 0.003,
    )
  );
}
