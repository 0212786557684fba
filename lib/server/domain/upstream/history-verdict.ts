import "server-only";
import type { CheckStep } from "@/lib/contracts/upstream";
import type { Rgb } from "@/lib/server/imaging/colour";

/** Strong, distinct colours that a model is unlikely to choose by itself for an empty image. */
export const PROBE_COLOURS: readonly Rgb[] = [
  [214, 20, 132],
  [24, 168, 60],
  [40, 60, 216],
  [236, 120, 16],
  [120, 32, 200],
];

/** In degrees of hue: up to this difference it is the same colour, perhaps in another light. */
const SAME_HUE = 22;
/** From this difference on it is another colour. */
const OTHER_HUE = 50;
/** Below this saturation an image is grey, and its hue is meaningless. */
const GREY = 0.18;

/**
 * Whether the image has the colour of the image in the earlier message. `unclear` between same and different: no
 * verdict is better than a wrong one.
 */
export function historyVerdict(expected: Rgb, actual: Rgb): NonNullable<CheckStep["history"]> {
  const expectedHue = hueOf(expected);
  const actualHue = hueOf(actual);
  if (actualHue.saturation < GREY) return "ignored";
  const apart = Math.abs(expectedHue.hue - actualHue.hue);
  const angle = Math.min(apart, 360 - apart);
  if (angle >= OTHER_HUE) return "ignored";
  const isAlike = angle <= SAME_HUE && actualHue.saturation >= expectedHue.saturation / 2;
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
