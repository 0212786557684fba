import { expect, test } from "vitest";
import { dropPositionAt } from "@/components/gallery/collections/drop-position";
import { runsOf, stepTarget } from "@/components/gallery/collections/use-order-by-hand";
import { tilesOf } from "@/components/gallery/layout";
import { WallPlanner } from "@/components/gallery/wall-layout";
import { imagesWhere, withMoved } from "@/lib/client/wall/wall-many";
import type { WallChunk } from "@/lib/client/wall/wall-state";
import { bucketOf, imageIdOf } from "@/lib/client/wall/wall.fixtures";

const chunks: WallChunk[] = [
  { key: "page/0", month: null, count: 8, tiles: 8, bucket: bucketOf("2026-11", 8) },
  { key: "page/1", month: null, count: 3, tiles: 3, bucket: bucketOf("2026-11", 3, 8) },
];
const set = (...numbers: number[]) => new Set(numbers.map(imageIdOf));
const all = (list: readonly WallChunk[]) => imagesWhere(list, () => true);

test("what was moved goes back by its runs", () => {
  const moved = set(1, 2, 6, 10);
  const runs = runsOf(chunks, moved);
  expect(runs).toHaveLength(3);
  const after = withMoved(chunks, moved, imageIdOf(4));
  expect(all(after)).not.toEqual(all(chunks));
  const back = runs.reduce(
    (now, { ids, beforeId }) => withMoved(now, new Set(ids), beforeId),
    after,
  );
  expect(all(back)).toEqual(all(chunks));
});

test("a step goes over one neighbour, and ends at the ends", () => {
  const step = (by: -1 | 1, ...numbers: number[]) => {
    const target = stepTarget(chunks, set(...numbers), by);
    return target === undefined ? null : all(withMoved(chunks, set(...numbers), target));
  };
  expect(step(1, 7)?.slice(6, 10)).toEqual([6, 8, 7, 9].map(imageIdOf));
  expect(step(-1, 8)?.slice(6, 10)).toEqual([6, 8, 7, 9].map(imageIdOf));
  expect(step(1, 9)?.slice(-2)).toEqual([10, 9].map(imageIdOf));
  expect(step(1, 10)).toBeNull();
  expect(step(-1, 0)).toBeNull();
});

test("a drop goes before the picture whose left half it hits, or behind the last of a row", () => {
  const layout = new WallPlanner(() => "").plan(chunks, { width: 600, rowHeight: 150, gap: 4 });
  const row = layout.chunks[0]?.layout?.rows[0];
  if (!row) throw new Error("no row");
  const tiles = tilesOf(row, chunks[0]?.bucket?.ratios ?? [], layout.options);
  const second = tiles[1];
  if (!second) throw new Error("one picture a row");
  const y = row.top + 20;
  const beforeOf = (x: number) => dropPositionAt(layout, x, y)?.beforeId;
  expect(beforeOf(second.left + 5)).toBe(imageIdOf(1));
  expect(beforeOf(second.left + second.width - 5)).toBe(imageIdOf(2));
  expect(beforeOf(599)).toBe(imageIdOf(row.end));
  expect(dropPositionAt(layout, 10, layout.height + 500)).toBeNull();
});
