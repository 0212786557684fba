import { expect, test } from "vitest";
import { dayReader, splitByDay } from "@/components/gallery/days";

const at = (text: string) => Date.parse(text);

test("times are split at midnight in the reader's zone", () => {
  const times = [
    at("2026-11-12T16:30:00Z"),
    at("2026-11-12T15:59:00Z"),
    at("2026-11-11T20:00:00Z"),
    at("2026-11-11T10:00:00Z"),
  ];
  expect(splitByDay(times, dayReader("Asia/Shanghai"))).toEqual([
    { day: "2026-11-13", first: 0, end: 1 },
    { day: "2026-11-12", first: 1, end: 3 },
    { day: "2026-11-11", first: 3, end: 4 },
  ]);
  expect(splitByDay(times, dayReader("UTC")).map(({ end }) => end)).toEqual([2, 4]);
});

test("days of any length are found with few looks at the calendar", () => {
  const times = Array.from(
    { length: 2_000 },
    (_, index) => at("2026-11-30T23:59:00Z") - index * 1e6,
  );
  let looks = 0;
  const dayOf = (time: number) => {
    looks += 1;
    return new Date(time).toISOString().slice(0, 10);
  };
  const sections = splitByDay(times, dayOf);
  expect(sections.map(({ end, first }) => end - first).reduce((a, b) => a + b)).toBe(2_000);
  expect(new Set(sections.map(({ day }) => day)).size).toBe(sections.length);
  expect(looks).toBeLessThan(sections.length * 20);
});
