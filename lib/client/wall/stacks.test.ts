import { expect, test } from "vitest";
import { WallStacker, withBehind } from "@/lib/client/wall/stacks";
import {
  chunksOf,
  sliceOf,
  tileTime,
  tileTimes,
  totalOf,
  type WallChunk,
} from "@/lib/client/wall/wall-state";
import { bucketOf, imageIdOf } from "@/lib/client/wall/wall.fixtures";

const ids = (...numbers: number[]) => numbers.map(imageIdOf);
/** Images 0-3 are one stack, 4 is alone, 5-6 are another. */
const bucket = { ...bucketOf("2026-11", 7), stacks: [1, 1, 1, 1, 2, 3, 3] };
const chunks: WallChunk[] = [
  { key: "2026-11/0", month: "2026-11", count: 7, tiles: 3, bucket },
  { key: "2026-10/0", month: "2026-10", count: 70, tiles: 31, bucket: null },
];

test("a stack is one tile, and what is not loaded has as many tiles as the server says", () => {
  const { chunks: shown, stacks, heads } = new WallStacker().stack(chunks, true, new Set());
  expect(shown[0]?.bucket?.ids).toEqual(ids(0, 4, 5));
  expect(shown[0]?.bucket?.ratios).toEqual([bucket.ratios[0], bucket.ratios[4], bucket.ratios[5]]);
  expect(shown.map(({ count }) => count)).toEqual([3, 31]);
  expect(stacks.get(imageIdOf(0))).toEqual({ ids: ids(0, 1, 2, 3), isOpen: false });
  expect(stacks.has(imageIdOf(4))).toBe(false);
  expect(heads.get(imageIdOf(3))).toBe(imageIdOf(0));
  expect(withBehind(ids(0, 4), stacks)).toEqual(ids(0, 1, 2, 3, 4));
});

test("parts of a large month have about 2,000 images, in whole tiles", () => {
  const months = { months: [{ month: "2026-11", count: 9_000, tiles: 301 }] };
  const parts = chunksOf(months, "newest");
  expect(parts.map(({ tiles }) => tiles)).toEqual([66, 66, 66, 66, 37]);
  expect(totalOf(parts)).toBe(9_000);
  expect(parts.map((part) => sliceOf(parts, part))).toEqual([
    { skip: 0, take: 66 },
    { skip: 66, take: 66 },
    { skip: 132, take: 66 },
    { skip: 198, take: 66 },
    { skip: 264, take: undefined },
  ]);
});

test("the images of an open stack stand at the time of its first one", () => {
  const times = [900, 300, 200, 100, 800, 700, 50];
  const open = { ...bucket, times };
  expect(tileTimes(open)).toEqual([900, 900, 900, 900, 800, 700, 700]);
  expect(tileTime(open, 3)).toBe(900);
  expect(tileTime(open, 6)).toBe(700);
});

test("an open stack shows its images in place, and the others stay as they are", () => {
  const stacker = new WallStacker();
  const opened = new Set(ids(5));
  const { chunks: shown, stacks } = stacker.stack(chunks, true, opened);
  expect(shown[0]?.bucket?.ids).toEqual(ids(0, 4, 5, 6));
  expect(stacks.get(imageIdOf(6))?.isOpen).toBe(true);
  expect(withBehind(ids(5), stacks)).toEqual(ids(5));
  expect(stacker.stack(chunks, true, opened).chunks[0]?.bucket).toBe(shown[0]?.bucket);
});

test("without stacks the wall is as it was", () => {
  expect(new WallStacker().stack(chunks, false, new Set()).chunks).toBe(chunks);
});
