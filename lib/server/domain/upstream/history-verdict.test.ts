import { describe, expect, test } from "vitest";
import type { Rgb } from "@/lib/server/imaging/colour";
import { historyVerdict, PROBE_COLOURS } from "./history-verdict";

const shaded = ([r, g, b]: Rgb, by: number): Rgb => [
  Math.round(r * by),
  Math.round(g * by),
  Math.round(b * by),
];

describe("history verdict", () => {
  test.each(PROBE_COLOURS.map((colour) => [colour]))(
    "%s: the same colour counts as used in any light; white and grey as ignored",
    (colour) => {
      expect(historyVerdict(colour, colour)).toBe("used");
      expect(historyVerdict(colour, shaded(colour, 0.6))).toBe("used");
      expect(historyVerdict(colour, [255, 255, 255])).toBe("ignored");
      expect(historyVerdict(colour, [118, 116, 112])).toBe("ignored");
    },
  );

  test("no probe colour is mistaken for another", () => {
    for (const expected of PROBE_COLOURS) {
      for (const actual of PROBE_COLOURS) {
        const verdict = historyVerdict(expected, actual);
        if (expected !== actual)
          expect(verdict, `${expected.join()} ${actual.join()}`).not.toBe("used");
      }
    }
  });

  test("hues on both sides of 0 degrees are close", () => {
    expect(historyVerdict([220, 20, 60], [220, 40, 20])).toBe("used");
    expect(historyVerdict([220, 40, 20], [220, 20, 60])).toBe("used");
  });

  test("a similar or a washed-out colour is unclear", () => {
    expect(historyVerdict([214, 20, 132], [214, 20, 40])).toBe("unclear");
    expect(historyVerdict([24, 168, 60], [150, 200, 160])).toBe("unclear");
  });
});
