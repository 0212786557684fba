import { expect, test } from "vitest";
import { dayReader } from "@/components/gallery/days";
import { WallPlanner } from "@/components/gallery/wall-layout";
import {
  anchorAt,
  locate,
  scrollFor,
  verticalNeighbour,
  visibleBetween,
} from "@/components/gallery/wall-position";
import { bucketOf, imageIdOf } from "@/lib/client/wall/wall.fixtures";
import type { WallChunk } from "@/lib/client/wall/wall-state";

const options = { width: 1_000, rowHeight: 200, gap: 4 };
const planner = () => new WallPlanner(dayReader("UTC"));

function chunk(month: string, count: number, isLoaded: boolean, first = 0): WallChunk {
  return {
    key: `${month}/0`,
    month,
    count,
    tiles: count,
    bucket: isLoaded ? bucketOf(month, count, first) : null,
  };
}

test("months that are not loaded have about the height that they will have", () => {
  const plan = planner();
  const known = chunk("2026-11", 300, true);
  const estimate = plan.plan([known, chunk("2026-10", 300, false)], options).chunks[1]?.height ?? 0;
  const real = plan.plan([known, chunk("2026-10", 300, true, 300)], options).chunks[1]?.height ?? 0;
  expect(Math.abs(estimate - real) / real).toBeLessThan(0.2);
});

test("the picture at the upper edge stays there when a month above it loads", () => {
  const plan = planner();
  const lower = chunk("2026-10", 300, true, 300);
  const before = plan.plan([chunk("2026-11", 300, false), lower], options);
  const top = (before.chunks[1]?.top ?? 0) + 1_234;
  const anchor = anchorAt(before, top, 800);
  if (anchor?.kind !== "image" || anchor.imageId === null) throw new Error("no picture there");
  const after = plan.plan([chunk("2026-11", 300, true), lower], options);
  const moved = scrollFor(after, anchor, false).top;
  const onScreen = (layout: typeof after, scroll: number) =>
    (locate(layout, anchor.imageId ?? imageIdOf(0))?.top ?? 0) - scroll;
  expect(onScreen(after, moved)).toBe(onScreen(before, top));
});

test("the end stays the end while its months load, and is a picture once they have", () => {
  const plan = planner();
  const months = [
    chunk("2026-11", 300, true),
    chunk("2026-10", 4, false),
    chunk("2026-09", 9, false),
  ];
  const before = plan.plan(months, options);
  const anchor = anchorAt(before, before.height - 800, 800);
  if (anchor === null) throw new Error("no anchor");
  const loaded = months.map(({ month, count }, at) => chunk(month ?? "", count, true, at * 300));
  const after = plan.plan(loaded, { ...options, rowHeight: 400 });
  expect(scrollFor(after, anchor, false).top).toBe(after.height);
  expect(anchorAt(after, after.height - 800, 800)?.kind).toBe("image");
  expect(anchorAt(before, 500, 800)?.kind).toBe("image");
});

test("a picture that is gone is replaced by the next older one", () => {
  const layout = planner().plan([chunk("2026-11", 300, true)], options);
  const time = layout.chunks[0]?.chunk.bucket?.times[120] ?? 0;
  const anchor = { kind: "image", imageId: imageIdOf(9_999), time: time + 1, offset: 0 } as const;
  expect(scrollFor(layout, anchor, false).top).toBe(locate(layout, imageIdOf(120))?.top);
});

test("a day that goes on in the next part has one heading with all of its pictures", () => {
  const first = { ...chunk("2026-11", 4, true), key: "2026-11/0" };
  const day = first.bucket?.times[0] ?? 0;
  const rest = bucketOf("2026-11", 3, 10);
  const second = {
    ...chunk("2026-11", 3, true),
    key: "2026-11/1",
    bucket: { ...rest, times: [day - 9, day - 10, day - 11] },
  };
  const one = {
    ...first,
    bucket: first.bucket && { ...first.bucket, times: [day, day - 1, day - 2, day - 3] },
  };
  const { chunks } = planner().plan([one, second], options);
  expect(chunks.map(({ layout }) => layout?.headings.map(({ count }) => count))).toEqual([[7], []]);
});

test("up and down go to the picture above or below by position, and stop at the edges", () => {
  const layout = planner().plan([chunk("2026-11", 300, true)], options);
  const start = imageIdOf(0);
  const below = verticalNeighbour(layout, start, 1);
  if (below === null) throw new Error("nothing below");
  expect(locate(layout, below)?.rowIndex).toBe(1);
  expect(locate(layout, below)?.tile.left).toBe(0);
  expect(verticalNeighbour(layout, below, -1)).toBe(start);
  expect(verticalNeighbour(layout, start, -1)).toBeNull();
});

test("only rows near the visible area are rendered", () => {
  const layout = planner().plan([chunk("2026-11", 2_000, true)], options);
  const { rows } = visibleBetween(layout, 20_000, 21_000);
  expect(rows.length).toBeGreaterThan(3);
  expect(rows.length).toBeLessThan(9);
  expect(rows.every(({ top, row }) => top + row.height >= 19_500 && top <= 21_000)).toBe(true);
});

test("a wall that would be too high for the browser has lower rows", () => {
  const months = Array.from({ length: 500 }, (_, index) => ({
    key: `${index}`,
    month: "2026-11",
    count: 2_000,
    tiles: 2_000,
    bucket: null,
  }));
  const { height } = planner().plan(months, { ...options, rowHeight: 400 });
  expect(height).toBeLessThan(17_900_000);
});
