import { expect, test } from "vitest";
import { partOfDay } from "@/components/studio/home/greeting";
import { recentThreads } from "@/components/studio/home/recent-threads";
import type { ThreadSummary } from "@/lib/contracts/threads";

test.each([
  ["2026-12-01T04:59:00Z", "evening"],
  ["2026-12-01T05:00:00Z", "morning"],
  ["2026-12-01T12:00:00Z", "afternoon"],
  ["2026-12-01T18:00:00Z", "evening"],
])("%s is %s in London", (at, part) => {
  expect(partOfDay(new Date(at), "Europe/London")).toBe(part);
});

test("the greeting follows the reader's time zone", () => {
  expect(partOfDay(new Date("2026-12-01T00:00:00Z"), "Asia/Shanghai")).toBe("morning");
});

const thread = (title: string, day: number, rest: { underWay?: number; hasCover?: boolean }) => {
  const cover = rest.hasCover === false ? null : { imageId: title };
  const lastActivityAt = `2026-11-${day}T00:00:00Z`;
  return { title, cover, underWay: rest.underWay ?? 0, lastActivityAt } as unknown as ThreadSummary;
};

test("threads in progress come first, then the latest; threads without a picture are left out", () => {
  const shown = recentThreads([
    thread("pinned", 10, {}),
    thread("failed", 30, { hasCover: false }),
    thread("newest", 29, {}),
    thread("painting", 20, { hasCover: false, underWay: 1 }),
  ]);
  expect(shown.map(({ title }) => title)).toEqual(["painting", "newest", "pinned"]);
});

test("no more prints than a wall holds", () => {
  const many = Array.from({ length: 30 }, (_, index) => thread(`${index}`, 10, {}));
  expect(recentThreads(many)).toHaveLength(16);
});
