import type { ImageId } from "@/lib/contracts/ids";

/** A lineage as rows and columns, and where the arrow keys lead. Pure. */
export type LineageInput = {
  id: ImageId;
  baseId: ImageId | null;
  referenceIds: readonly ImageId[];
};
export type LineagePlace = { id: ImageId; column: number; row: number };
export type LineageEdge = { from: LineagePlace; to: LineagePlace; isReference: boolean };
export type LineageLayout = {
  places: LineagePlace[];
  edges: LineageEdge[];
  columns: number;
  rows: number;
};
export type LineageMove = "left" | "right" | "up" | "down";

/**
 * The line through the current image runs straight, bases to its left. Other branches go below it, references above.
 * `input` is oldest first.
 */
export function layOutLineage(input: readonly LineageInput[], currentId: ImageId): LineageLayout {
  const byId = new Map(input.map((one) => [one.id, one]));
  const baseOf = ({ baseId }: LineageInput) =>
    baseId === null ? null : (byId.get(baseId) ?? null);
  const childrenOf = (id: ImageId) =>
    input.filter(
      (one) =>
        one.baseId === id ||
        (baseOf(one) === null && one.referenceIds.includes(id) && id === currentId),
    );

  const spine: LineageInput[] = [];
  for (let at = byId.get(currentId) ?? null; at !== null; at = baseOf(at)) spine.unshift(at);
  const isOnSpine = new Set(spine.map(({ id }) => id));

  const placed = new Map<ImageId, LineagePlace>();
  const taken = new Set<string>();
  const put = (id: ImageId, column: number, row: number) => {
    placed.set(id, { id, column, row });
    taken.add(`${column} ${row}`);
  };
  /** An image and the first of those that went on from it, again and again. */
  const lineFrom = (start: LineageInput): LineageInput[] => {
    const line = [start];
    for (;;) {
      const children = childrenOf(line.at(-1)?.id ?? start.id).filter(({ id }) => !placed.has(id));
      const next = children.find(({ id }) => isOnSpine.has(id)) ?? children[0];
      if (!next || line.includes(next)) return line;
      line.push(next);
    }
  };
  const placeLine = (line: readonly LineageInput[], column: number, leastRow: number) => {
    let row = leastRow;
    const isTaken = () => line.some((_, step) => taken.has(`${column + step} ${row}`));
    while (isTaken()) row += 1;
    line.forEach(({ id }, step) => put(id, column + step, row));
    // From the right, so that branches further left go below and no connector crosses a picture.
    for (let step = line.length - 1; step >= 0; step -= 1) {
      const from = line[step];
      if (!from) continue;
      for (const child of childrenOf(from.id)) {
        if (!placed.has(child.id)) placeLine(lineFrom(child), column + step + 1, row + 1);
      }
    }
  };
  const [root] = spine;
  if (root) placeLine(lineFrom(root), 0, 0);

  for (const { id, referenceIds } of spine) {
    const user = placed.get(id);
    for (const referenceId of referenceIds) {
      if (!user || placed.has(referenceId) || !byId.has(referenceId)) continue;
      let row = -1;
      while (taken.has(`${user.column - 1} ${row}`)) row -= 1;
      put(referenceId, user.column - 1, row);
    }
  }
  return framed([...placed.values()], input);
}

/** Moves everything so that rows and columns begin at 0. */
function framed(places: LineagePlace[], input: readonly LineageInput[]): LineageLayout {
  const left = Math.min(0, ...places.map(({ column }) => column));
  const top = Math.min(0, ...places.map(({ row }) => row));
  const moved = places.map(({ id, column, row }) => ({
    id,
    column: column - left,
    row: row - top,
  }));
  const byId = new Map(moved.map((place) => [place.id, place]));
  const edges = input.flatMap(({ id, baseId, referenceIds }) => {
    const to = byId.get(id);
    if (!to) return [];
    const sources = [
      ...(baseId === null ? [] : [{ sourceId: baseId, isReference: false }]),
      ...referenceIds.map((sourceId) => ({ sourceId, isReference: true })),
    ];
    return sources.flatMap(({ sourceId, isReference }) => {
      const from = byId.get(sourceId);
      return from ? [{ from, to, isReference }] : [];
    });
  });
  return {
    places: moved.toSorted((one, other) => one.column - other.column || one.row - other.row),
    edges,
    columns: Math.max(0, ...moved.map(({ column }) => column + 1)),
    rows: Math.max(0, ...moved.map(({ row }) => row + 1)),
  };
}

/** Left and right follow the connectors, up and down stay in the column. Null at an end. */
export function moveInLineage(
  { places, edges }: LineageLayout,
  id: ImageId,
  move: LineageMove,
): ImageId | null {
  const at = places.find((place) => place.id === id);
  if (!at) return null;
  const nearest = (found: readonly LineagePlace[]) =>
    found.toSorted((one, other) => Math.abs(one.row - at.row) - Math.abs(other.row - at.row))[0]
      ?.id ?? null;
  switch (move) {
    case "left":
      return (
        edges.find(({ to, isReference }) => to === at && !isReference)?.from.id ??
        nearest(edges.flatMap(({ from, to }) => (to === at ? from : [])))
      );
    case "right":
      return nearest(edges.flatMap(({ from, to }) => (from === at ? to : [])));
    case "up":
      return nearest(places.filter(({ column, row }) => column === at.column && row < at.row));
    case "down":
      return nearest(places.filter(({ column, row }) => column === at.column && row > at.row));
  }
}
