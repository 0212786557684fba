import { expect, test } from "vitest";
import { dayOf, daysOffered, defaultExpiry, endOf } from "@/components/links/dialog/expiry";

const now = Date.parse("2026-11-30T22:00:00.000Z");

test("a workspace's limit is the longest life offered", () => {
  expect(daysOffered(null)).toEqual([1, 7, 30, 90, 365]);
  expect(daysOffered(30)).toEqual([1, 7, 30]);
  expect(daysOffered(14)).toEqual([1, 7, 14]);
  expect(defaultExpiry(null)).toBe("30");
  expect(defaultExpiry(14)).toBe("14");
});

test("a link ends after days, never, or with the last second of a day", () => {
  expect(endOf("7", now)).toBe("2026-12-07T22:00:00.000Z");
  expect(endOf("never", now)).toBeNull();
  const end = endOf("on 2026-12-30", now) ?? "";
  expect(dayOf(Date.parse(end))).toBe("2026-12-30");
  expect(dayOf(Date.parse(end) + 1_000)).toBe("2026-12-31");
});
