import "server-only";
import type { CheckStep } from "@/lib/contracts/upstream";
import type { Rgb } from "@/lib/server/imaging/colour";

/** Strong colours that a model would hardly choose by itself for an empty picture, far apart from each other. */
export const PROBE_COLOURS: readonly Rgb[] = [
  [214, 20, 132],
  [24, 168, 60],
  [40, 60, 216],
  [236, 120, 16],
  [120, 32, 200],
];

/** Degrees on the colour circle: nearer than this is the same colour, in another light perhaps … */
const SAME_HUE = 22;
/** … and farther than this is another one. */
const OTHER_HUE = 50;
/** Below this share of colour a picture is grey, and its hue says nothing. */
const GREY = 0.18;

/**
 * Whether the picture that came has the colour of the picture in the earlier message. Says `unclear` where it is neither the
 * same nor another colour: a wrong verdict would be worse than none.
 */
export function historyVerdict(asked: Rgb, got: Rgb): NonNullable<CheckStep["history"]> {
  const wanted = hueOf(asked);
  const found = hueOf(got);
  if (found.saturation < GREY) return "ignored";
  const apart = Math.abs(wanted.hue - found.hue);
  const angle = Math.min(apart, 360 - apart);
  if (angle >= OTHER_HUE) return "ignored";
  const isAlike = angle <= SAME_HUE && found.saturation >= wanted.saturation / 2;
  return isAlike ? "used" : "unclear";
}

/** Hue in degrees, saturation from 0 (grey) to 1. */
function hueOf([red, green, blue]: Rgb): { hue: number; saturation: number } {
  const most = Math.max(red, green, blue);
  const range = most - Math.min(red, green, blue);
  if (range === 0) return { hue: 0, saturation: 0 };
  const sector =
    most === red
      ? ((green - blue) / range + 6) % 6
      : most === green
        ? (blue - red) / range + 2
        : (red - green) / range + 4;
  return { hue: sector * 60, saturation: range / most };
}
