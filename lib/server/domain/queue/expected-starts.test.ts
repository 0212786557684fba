import { expect, test } from "vitest";
import { expectedStarts } from "@/lib/server/domain/queue/expected-starts";

const call = (elapsedMs: number, usualMs = 60_000) => ({ elapsedMs, usualMs });

test("the next call starts when the first one in flight usually ends", () => {
  const underWay = [call(50_000), call(20_000)];
  const starts = expectedStarts({ slots: 2, underWay, waiting: [60_000, 60_000, 60_000] });
  expect(starts).toEqual([10_000, 40_000, 70_000]);
});

test("an overdue call is expected to end soon, not now", () => {
  expect(expectedStarts({ slots: 1, underWay: [call(300_000)], waiting: [1] })).toEqual([6_000]);
});

test("free slots are taken at once", () => {
  const waiting = [30_000, 30_000, 30_000];
  expect(expectedStarts({ slots: 2, underWay: [], waiting })).toEqual([0, 0, 30_000]);
});

test("above a limit that was halved, several calls end before the next starts", () => {
  const underWay = [call(0), call(10_000), call(20_000), call(30_000)];
  expect(expectedStarts({ slots: 2, underWay, waiting: [60_000, 60_000] })).toEqual([
    50_000, 60_000,
  ]);
});

test("a fast model's calls are expected to be fast", () => {
  const starts = expectedStarts({ slots: 1, underWay: [], waiting: [1_000, 90_000, 1_000] });
  expect(starts).toEqual([0, 1_000, 91_000]);
});
