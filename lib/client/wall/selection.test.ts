import { expect, test } from "vitest";
import {
  addImages,
  countSelected,
  isSelected,
  moveRange,
  NO_SELECTION,
  removeImages,
  selectAll,
  toBulkTarget,
  toggleImage,
  withoutGone,
} from "@/lib/client/wall/selection";
import { imagesBetween, withMoved, withoutImages } from "@/lib/client/wall/wall-many";
import type { WallChunk } from "@/lib/client/wall/wall-state";
import { bucketOf, imageIdOf } from "@/lib/client/wall/wall.fixtures";

const scope = {
  view: "mine",
  query: "boat",
  sort: "newest",
  collectionId: null,
  stacks: null,
} as const;
const chunk = (month: string, count: number, first: number): WallChunk => {
  return { key: `${month}/0`, month, count, tiles: count, bucket: bucketOf(month, count, first) };
};
const chunks = [chunk("2026-11", 5, 0), chunk("2026-10", 5, 5), chunk("2026-09", 5, 10)];
const ids = (...numbers: number[]) => numbers.map(imageIdOf);
const idsOf = (list: readonly WallChunk[]) => list.flatMap(({ bucket }) => bucket?.ids ?? []);

test("the last picture that is taken away ends selecting", () => {
  const one = toggleImage(NO_SELECTION, imageIdOf(3));
  expect(one).toMatchObject({ isOn: true, anchorId: imageIdOf(3) });
  expect(isSelected(one, imageIdOf(3))).toBe(true);
  expect(toggleImage(one, imageIdOf(3)).isOn).toBe(false);
});

test("all that match, without some, is named by the list and those left out", () => {
  const most = toggleImage(selectAll(), imageIdOf(2));
  expect(countSelected(most, 12_480)).toBe(12_479);
  expect(isSelected(most, imageIdOf(2))).toBe(false);
  expect(isSelected(most, imageIdOf(9_999))).toBe(true);
  expect(toBulkTarget(most, scope)).toEqual({
    view: "mine",
    query: "boat",
    exceptIds: ids(2),
  });
  expect(toBulkTarget(addImages(most, ids(2)), scope)).toEqual({ view: "mine", query: "boat" });
  expect(countSelected(removeImages(most, ids(2, 4)), 10)).toBe(8);
});

test("a range goes over months, in either direction, and names what is not loaded", () => {
  expect(imagesBetween(chunks, imageIdOf(11), imageIdOf(3)).ids).toEqual(
    ids(3, 4, 5, 6, 7, 8, 9, 10, 11),
  );
  const [first, second, third] = chunks;
  if (!first || !second || !third) throw new Error("three months");
  const gap = [first, { ...second, bucket: null }, third];
  expect(imagesBetween(gap, imageIdOf(4), imageIdOf(10))).toEqual({
    ids: ids(4, 10),
    missing: ["2026-10/0"],
  });
});

test("Shift and an arrow key grow a range, and shrink it again", () => {
  let selection = addImages(NO_SELECTION, ids(14));
  for (const [from, to] of [
    [5, 6],
    [6, 7],
    [7, 6],
  ] as const) {
    selection = moveRange(selection, chunks, { from: imageIdOf(from), to: imageIdOf(to) });
  }
  expect([...selection.ids].toSorted()).toEqual(ids(5, 6, 14));
  selection = moveRange(selection, chunks, { from: imageIdOf(6), to: imageIdOf(3) });
  expect([...selection.ids].toSorted()).toEqual(ids(3, 4, 5, 14));
});

test("a picture that left the wall is not selected any more", () => {
  const selection = addImages(NO_SELECTION, ids(1, 8));
  const rest = withoutImages(chunks, (imageId) => imageId === imageIdOf(8));
  expect([...withoutGone(selection, rest).ids]).toEqual(ids(1));
  const none = withoutImages(chunks, () => true);
  expect(withoutGone(selection, none).isOn).toBe(false);
});

test("pictures are moved before another one, or to the end, and nothing is lost", () => {
  const moved = withMoved(chunks, new Set(ids(12, 1)), imageIdOf(6));
  expect(idsOf(moved)).toEqual(ids(0, 2, 3, 4, 5, 1, 12, 6, 7, 8, 9, 10, 11, 13, 14));
  expect(moved.map(({ count }) => count)).toEqual([4, 7, 4]);
  expect(idsOf(withMoved(chunks, new Set(ids(0)), null)).at(-1)).toBe(imageIdOf(0));
});
