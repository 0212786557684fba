import { expect, test } from "vitest";
import { WallStacker, withBehind } from "@/lib/client/wall/stacks";
import type { WallChunk } from "@/lib/client/wall/wall-state";
import { bucketOf, imageIdOf } from "@/lib/client/wall/wall.fixtures";

const ids = (...numbers: number[]) => numbers.map(imageIdOf);
/** Images 0-3 are of one turn, 4 of another, 5-6 of a third; all but the last two are of one thread. */
const bucket = {
  ...bucketOf("2026-11", 7),
  turns: [1, 1, 1, 1, 2, 3, 3],
  threads: [1, 1, 1, 1, 1, 2, 2],
};
const chunks: WallChunk[] = [
  { key: "2026-11/0", month: "2026-11", count: 7, bucket },
  { key: "2026-10/0", month: "2026-10", count: 70, bucket: null },
];

test("the variations of a turn are one tile, and what is not loaded is estimated alike", () => {
  const { chunks: shown, stacks, heads } = new WallStacker().stack(chunks, "turn", new Set());
  expect(shown[0]?.bucket?.ids).toEqual(ids(0, 4, 5));
  expect(shown[0]?.bucket?.ratios).toEqual([bucket.ratios[0], bucket.ratios[4], bucket.ratios[5]]);
  expect(shown.map(({ count }) => count)).toEqual([3, 30]);
  expect(stacks.get(imageIdOf(0))).toEqual({ ids: ids(0, 1, 2, 3), isOpen: false });
  expect(stacks.has(imageIdOf(4))).toBe(false);
  expect(heads.get(imageIdOf(3))).toBe(imageIdOf(0));
  expect(withBehind(ids(0, 4), stacks)).toEqual(ids(0, 1, 2, 3, 4));
});

test("a whole thread is one tile", () => {
  const { chunks: shown } = new WallStacker().stack(chunks, "thread", new Set());
  expect(shown[0]?.bucket?.ids).toEqual(ids(0, 5));
});

test("an open stack shows its images in place, and the others stay as they are", () => {
  const stacker = new WallStacker();
  const opened = new Set(ids(5));
  const { chunks: shown, stacks } = stacker.stack(chunks, "turn", opened);
  expect(shown[0]?.bucket?.ids).toEqual(ids(0, 4, 5, 6));
  expect(stacks.get(imageIdOf(6))?.isOpen).toBe(true);
  expect(withBehind(ids(5), stacks)).toEqual(ids(5));
  expect(stacker.stack(chunks, "turn", opened).chunks[0]?.bucket).toBe(shown[0]?.bucket);
});

test("without stacks the wall is as it was", () => {
  expect(new WallStacker().stack(chunks, "off", new Set()).chunks).toBe(chunks);
});
