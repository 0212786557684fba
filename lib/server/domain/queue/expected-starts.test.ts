import { expect, test } from "vitest";
import { expectedStarts } from "@/lib/server/domain/queue/expected-starts";

const call = (elapsedMs: number, usualMs = 60_000) => ({ elapsedMs, usualMs });

test("the next one begins when the first of those under way is usually over", () => {
  const underWay = [call(50_000), call(20_000)];
  const starts = expectedStarts({ places: 2, underWay, waiting: [60_000, 60_000, 60_000] });
  expect(starts).toEqual([10_000, 40_000, 70_000]);
});

test("a call that is overdue is expected to end soon, not now", () => {
  expect(expectedStarts({ places: 1, underWay: [call(300_000)], waiting: [1] })).toEqual([6_000]);
});

test("free places are taken at once", () => {
  const waiting = [30_000, 30_000, 30_000];
  expect(expectedStarts({ places: 2, underWay: [], waiting })).toEqual([0, 0, 30_000]);
});

test("below a limit that was halved, several calls end before the next begins", () => {
  const underWay = [call(0), call(10_000), call(20_000), call(30_000)];
  expect(expectedStarts({ places: 2, underWay, waiting: [60_000, 60_000] })).toEqual([
    50_000, 60_000,
  ]);
});

test("a quick model's calls are expected to be quick", () => {
  const starts = expectedStarts({ places: 1, underWay: [], waiting: [1_000, 90_000, 1_000] });
  expect(starts).toEqual([0, 1_000, 91_000]);
});
