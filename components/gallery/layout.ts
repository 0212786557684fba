/** Justified rows: pictures keep their proportions, and every full row is as wide as the wall. */

export type LayoutOptions = {
  /** All in pixels. */
  width: number;
  /** Rows come out near this height. */
  rowHeight: number;
  gap: number;
};

export type Row = {
  top: number;
  height: number;
  /** The first picture of the row, and the one after its last. */
  first: number;
  end: number;
};

/** A last row this full is stretched to the whole width. */
const NEARLY_FULL = 0.92;

/**
 * Appends the rows of the pictures `first` to `end` to `rows`, from `top` on. Returns where they end, without a gap
 * below.
 */
export function layoutRows(
  ratios: ArrayLike<number>,
  { first, end, top }: { first: number; end: number; top: number },
  { width, rowHeight, gap }: LayoutOptions,
  rows: Row[],
): number {
  let bottom = top;
  let start = first;
  let sum = 0;
  const push = (until: number, height: number) => {
    const rowTop = rows.length > 0 && bottom > top ? bottom + gap : bottom;
    const rounded = Math.max(1, Math.round(height));
    rows.push({ top: rowTop, height: rounded, first: start, end: until });
    bottom = rowTop + rounded;
    start = until;
    sum = 0;
  };
  for (let index = first; index < end; index += 1) {
    const ratio = ratios[index] ?? 1;
    const height = (width - gap * (index - start)) / (sum + ratio);
    if (height > rowHeight) {
      sum += ratio;
      continue;
    }
    // With this picture the row is low enough; without it, it is too high. Take what is nearer.
    const without = index > start ? (width - gap * (index - start - 1)) / sum : Infinity;
    if (without / rowHeight >= rowHeight / height) {
      push(index + 1, height);
      continue;
    }
    push(index, without);
    const alone = width / ratio;
    if (alone <= rowHeight) push(index + 1, alone);
    else sum = ratio;
  }
  if (start < end) {
    const stretched = (width - gap * (end - start - 1)) / sum;
    push(end, rowHeight / stretched >= NEARLY_FULL ? stretched : rowHeight);
  }
  return bottom;
}

export type TileBox = { index: number; left: number; width: number };

/** The pictures of a row. Full rows end exactly at the wall's edge, whatever was rounded. */
export function tilesOf(
  row: Row,
  ratios: ArrayLike<number>,
  { width, gap }: LayoutOptions,
): TileBox[] {
  let sum = 0;
  for (let index = row.first; index < row.end; index += 1) sum += ratios[index] ?? 1;
  const room = width - gap * (row.end - row.first - 1);
  const isFull = Math.abs(room / sum - row.height) < 1;
  const scale = isFull ? room / sum : row.height;
  const tiles: TileBox[] = [];
  let before = 0;
  for (let index = row.first; index < row.end; index += 1) {
    const shift = gap * (index - row.first);
    const left = Math.round(before * scale);
    before += ratios[index] ?? 1;
    tiles.push({
      index,
      left: left + shift,
      width: Math.max(1, Math.round(before * scale) - left),
    });
  }
  return tiles;
}

export type Typical = {
  /** Width divided by height. */
  ratio: number;
  perDay: number;
};

/** About how high the pictures of a month will be, before their proportions are known. */
export function estimateHeight(
  count: number,
  { ratio, perDay }: Typical,
  { width, rowHeight, gap }: LayoutOptions,
  headingHeight: number,
): number {
  if (count === 0) return 0;
  const perRow = Math.max(1, (width + gap) / (rowHeight * ratio + gap));
  const days = Math.max(1, Math.min(31, count / Math.max(1, perDay)));
  // On average half a row is left empty per day.
  const rows = Math.max(days, count / perRow + days / 2);
  return Math.round(rows * (rowHeight + gap) + days * headingHeight);
}
