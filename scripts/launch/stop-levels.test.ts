import { expect, test } from "vitest";
import { countStops } from "./stop-levels.mjs";

function counter() {
  const levels: number[] = [];
  const clock = { now: 0 };
  const countStop = countStops((level) => levels.push(level), {
    sameMs: 1_000,
    now: () => clock.now,
  });
  const at = (now: number, source: string) => {
    clock.now = now;
    countStop(source);
  };
  return { levels, at };
}

test("the same signal twice at once from one source counts once", () => {
  const { levels, at } = counter();
  at(0, "direct");
  at(900, "direct");
  at(1_800, "direct");
  expect(levels).toEqual([1]);
});

test("one request forwarded by two sources counts once, however late the second arrives", () => {
  const { levels, at } = counter();
  at(0, "direct");
  at(30_000, "parent");
  expect(levels).toEqual([1]);
});

test("a second and a third request each reach the next level once", () => {
  const { levels, at } = counter();
  for (const now of [0, 5_000, 10_000]) {
    at(now, "direct");
    at(now + 2_000, "parent");
  }
  expect(levels).toEqual([1, 2, 3]);
});
