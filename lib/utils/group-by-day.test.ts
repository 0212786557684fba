import { expect, test } from "vitest";
import { groupByDay } from "@/lib/utils/group-by-day";

function groups(now: string, timeZone: string, ...moments: string[]) {
  return groupByDay(moments, (at) => at, new Date(now), timeZone).map(({ key, items }) => [
    key,
    items.length,
  ]);
}

test("days are in the reader's time zone, not in UTC", () => {
  // 23:30 UTC is the next morning in Kathmandu and the evening before in Honolulu.
  expect(groups("2026-05-10T01:00:00Z", "UTC", "2026-05-09T23:30:00Z")).toEqual([["yesterday", 1]]);
  expect(groups("2026-05-10T01:00:00Z", "Asia/Kathmandu", "2026-05-09T23:30:00Z")).toEqual([
    ["today", 1],
  ]);
  expect(groups("2026-05-10T11:00:00Z", "Pacific/Honolulu", "2026-05-10T09:30:00Z")).toEqual([
    ["yesterday", 1],
  ]);
});

test("the hour lost to daylight saving does not move a day", () => {
  expect(groups("2026-03-29T22:30:00Z", "Europe/Berlin", "2026-03-29T00:30:00Z")).toEqual([
    ["yesterday", 1],
  ]);
});

test("older items are grouped into the last seven days and then by month", () => {
  expect(
    groups(
      "2026-05-20T12:00:00Z",
      "UTC",
      "2026-05-21T12:00:00Z",
      "2026-05-20T00:00:00Z",
      "2026-05-19T00:00:00Z",
      "2026-05-18T00:00:00Z",
      "2026-05-12T00:00:00Z",
      "2026-05-11T00:00:00Z",
      "2026-04-30T00:00:00Z",
      "2025-05-20T00:00:00Z",
    ),
  ).toEqual([
    ["today", 2],
    ["yesterday", 1],
    ["week", 2],
    ["2026-5", 1],
    ["2026-4", 1],
    ["2025-5", 1],
  ]);
});
