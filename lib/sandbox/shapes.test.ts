import { expect, test } from "vitest";
import { readDirectives } from "./directives";
import { promptedSize, readShape, strictSize } from "./shapes";

test.each([
  ["横版 16:9，黄昏", "16:9"],
  ["竖屏 9:16，黄昏", "9:16"],
  ["竖版 4:5，一只猫", "4:5"],
  ["3:2 尺寸，湖", "3:2"],
  ["old lighthouse, 21:9", "21:9"],
  ["a square picture of a cat", "1:1"],
  ["a lake in landscape format", "16:9"],
  ["phone wallpaper, mountains", "9:16"],
  ["2:5 竖屏", "2:5"],
  ["a cat, 1024x1536", "2:3"],
  ["a beautiful landscape at 10:30", undefined],
])("%s", (prompt, ratio) => {
  expect(readShape(prompt).ratio).toBe(ratio);
});

test("the strict model draws its own sizes, the other those in its documentation", () => {
  expect(promptedSize("16:9", true)).toEqual({ width: 1280, height: 720 });
  expect(promptedSize("16:9", false)).toEqual({ width: 1672, height: 941 });
  expect(promptedSize("2:5", false)).toEqual({ width: 793, height: 1983 });
});

test("strict sizes are rounded up to 16, and invalid ones are refused", () => {
  expect(strictSize("1920x1080")).toEqual({ width: 1920, height: 1088 });
  expect(strictSize("2880x2880")).toEqual({ width: 2880, height: 2880 });
  for (const size of ["2048×1152", "big", "10x10", "9000x9000", "3840x3840", "-1x5"]) {
    expect(strictSize(size)).toBeNull();
  }
});

test("directives are read and removed from the prompt", () => {
  expect(readDirectives("a cat #slow 1.5s #seed 7")).toEqual({
    directives: { refuse: false, ask: false, slowMs: 1500, seed: 7 },
    rest: "a cat",
  });
  expect(readDirectives("#fail 502 一只猫").directives.fail).toBe(502);
  expect(readDirectives("#refuses #asked").directives).toEqual({ refuse: false, ask: false });
});
