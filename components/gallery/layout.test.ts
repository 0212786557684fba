import { expect, test } from "vitest";
import { layoutRows, type Row, tilesOf } from "@/components/gallery/layout";

const options = { width: 1_096, rowHeight: 200, gap: 4 };

/** Proportions without a pattern, the same in every run. */
function ratiosOf(count: number): Float64Array {
  let seed = 7;
  return Float64Array.from({ length: count }, () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return 0.5 + (seed / 2_147_483_647) * 2;
  });
}

function rowsOf(ratios: ArrayLike<number>, change: Partial<typeof options> = {}): Row[] {
  const rows: Row[] = [];
  layoutRows(ratios, { first: 0, end: ratios.length, top: 0 }, { ...options, ...change }, rows);
  return rows;
}

test("every picture of 100,000 is in exactly one row, in order, and rows do not overlap", () => {
  const ratios = ratiosOf(100_000);
  const rows = rowsOf(ratios);
  expect(rows[0]?.first).toBe(0);
  expect(rows.at(-1)?.end).toBe(100_000);
  let [isJoined, isBelow, isNear] = [true, true, true];
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1];
    isJoined &&= row.end > row.first && (!before || row.first === before.end);
    isBelow &&= !before || row.top === before.top + before.height + options.gap;
    isNear &&= index === rows.length - 1 || (row.height > 130 && row.height < 310);
  }
  expect({ isJoined, isBelow, isNear }).toEqual({ isJoined: true, isBelow: true, isNear: true });
});

test("a full row ends at the wall's edge, and its pictures keep their proportions", () => {
  const ratios = ratiosOf(500);
  for (const row of rowsOf(ratios).slice(0, -1)) {
    const tiles = tilesOf(row, ratios, options);
    const last = tiles.at(-1);
    expect((last?.left ?? 0) + (last?.width ?? 0)).toBe(options.width);
    for (const { index, width } of tiles) {
      expect(Math.abs(width / row.height - (ratios[index] ?? 0))).toBeLessThan(0.03);
    }
  }
});

test("the last row keeps the usual height unless it is nearly full", () => {
  expect(rowsOf([1.5, 1.5]).map(({ height }) => height)).toEqual([200]);
  expect(rowsOf([1.5, 1.5, 1.4, 0.7]).map(({ height }) => height)).toEqual([213]);
});

test("a panorama shares a low row with what is before it, not a huge one without it", () => {
  expect(rowsOf([1, 8, 1])).toEqual([
    { top: 0, height: 121, first: 0, end: 2 },
    { top: 125, height: 200, first: 2, end: 3 },
  ]);
});

test("a wall narrower than a picture still shows it whole", () => {
  expect(rowsOf([2], { width: 100 })).toEqual([{ top: 0, height: 50, first: 0, end: 1 }]);
});
