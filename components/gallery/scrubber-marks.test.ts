import { expect, test } from "vitest";
import { scrubberMarks, stopAt, yearStop } from "@/components/gallery/scrubber-marks";

const stops = [
  { month: "2026-02", top: 0 },
  { month: "2026-01", top: 1_000 },
  { month: "2025-12", top: 1_100 },
  { month: "2025-11", top: 3_000 },
];

test("labels keep their distance, and a year goes before a month", () => {
  const marks = scrubberMarks(stops, { scrollHeight: 4_000, track: 400, room: 20 });
  expect(marks.map(({ month, isYear }) => [month, isYear])).toEqual([
    ["2026-02", false],
    ["2025-12", true],
    ["2025-11", false],
  ]);
});

test("the current month is the one that the view begins in", () => {
  expect([0, 999, 1_100, 9_999].map((top) => stopAt(stops, top))).toEqual([0, 1, 2, 3]);
});

test("page keys go by years: down to the next one, up to the beginning of this one first", () => {
  expect(yearStop(stops, 0, 1)).toBe(2);
  expect(yearStop(stops, 2, 1)).toBe(3);
  expect(yearStop(stops, 3, -1)).toBe(2);
  expect(yearStop(stops, 2, -1)).toBe(0);
});
