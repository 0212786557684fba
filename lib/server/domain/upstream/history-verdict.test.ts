import { describe, expect, test } from "vitest";
import type { Rgb } from "@/lib/server/imaging/colour";
import { historyVerdict, PROBE_COLOURS } from "./history-verdict";

const shaded = ([r, g, b]: Rgb, by: number): Rgb => [
  Math.round(r * by),
  Math.round(g * by),
  Math.round(b * by),
];

describe("whether a colour was looked at", () => {
  test.each(PROBE_COLOURS.map((colour) => [colour]))("%s: the same, in other lights", (colour) => {
    expect(historyVerdict(colour, colour)).toBe("used");
    expect(historyVerdict(colour, shaded(colour, 0.6))).toBe("used");
    expect(historyVerdict(colour, [255, 255, 255])).toBe("ignored");
    expect(historyVerdict(colour, [118, 116, 112])).toBe("ignored");
  });

  test("every colour that is asked for is another one than all the others", () => {
    for (const asked of PROBE_COLOURS) {
      for (const got of PROBE_COLOURS) {
        const verdict = historyVerdict(asked, got);
        if (asked !== got) expect(verdict, `${asked.join()} ${got.join()}`).not.toBe("used");
      }
    }
  });

  test("a neighbouring or a washed-out colour is no verdict", () => {
    expect(historyVerdict([214, 20, 132], [214, 20, 40])).toBe("unclear");
    expect(historyVerdict([24, 168, 60], [150, 200, 160])).toBe("unclear");
  });
});
