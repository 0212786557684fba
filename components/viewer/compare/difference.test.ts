import { expect, test } from "vitest";
import { looksSame } from "@/components/viewer/compare/difference";

const WIDTH = 64;
const HEIGHT = 40;

/** A grey picture, changed pixel by pixel. */
function painted(change: (x: number, y: number) => number) {
  const data = new Uint8ClampedArray(4 * WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      data.fill(120 + change(x, y), 4 * (y * WIDTH + x), 4 * (y * WIDTH + x) + 3);
    }
  }
  return { data, width: WIDTH, height: HEIGHT };
}
const plain = painted(() => 0);

test("the noise of another encoding is no visible change", () => {
  expect(
    looksSame(
      plain,
      painted((x, y) => ((x * 7 + y * 13) % 7) - 3),
    ),
  ).toBe(true);
});

test("a small change in one place is seen", () => {
  const isSpot = (x: number, y: number) => x >= 60 && y >= 36;
  expect(
    looksSame(
      plain,
      painted((x, y) => (isSpot(x, y) ? 60 : 0)),
    ),
  ).toBe(false);
});

test("a slight shift of the whole picture's brightness is seen", () => {
  expect(
    looksSame(
      plain,
      painted(() => 9),
    ),
  ).toBe(false);
});

test("pictures of another size differ", () => {
  expect(looksSame(plain, { ...plain, width: HEIGHT, height: WIDTH })).toBe(false);
});
