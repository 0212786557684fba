import { expect, test } from "vitest";
import { layOutTree, moveInTree } from "./tree-layout";

const tree = (edges: Record<string, string | null>) =>
  layOutTree(Object.entries(edges).map(([id, parentId]) => ({ id, parentId })));
const at = (layout: ReturnType<typeof tree>, id: string) =>
  layout.nodes.find((node) => node.id === id);

test("a chain is one column", () => {
  const layout = tree({ a: null, b: "a", c: "b" });
  expect(layout.nodes.map(({ column, row }) => [column, row])).toEqual([
    [0, 0],
    [0, 1],
    [0, 2],
  ]);
  expect(layout).toMatchObject({ columns: 1, rows: 3 });
});

test("a parent is centred over its children", () => {
  const layout = tree({ a: null, b: "a", c: "a", d: "a" });
  expect(at(layout, "a")?.column).toBe(1);
  expect(["b", "c", "d"].map((id) => at(layout, id)?.column)).toEqual([0, 1, 2]);
  expect(at(layout, "c")).toMatchObject({ position: 2, siblings: 3 });
});

test("nodes of a row are at least one column apart in random trees", () => {
  let state = 7;
  const random = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  for (let round = 0; round < 50; round += 1) {
    const edges: Record<string, string | null> = { n0: null };
    const size = 2 + random(60);
    for (let i = 1; i < size; i += 1) edges[`n${i}`] = `n${random(i)}`;
    const layout = tree(edges);
    expect(layout.nodes).toHaveLength(size);
    expect(Math.min(...layout.nodes.map((node) => node.column))).toBe(0);
    const rows = groupByRow(layout.nodes);
    for (const row of rows.values()) {
      const columns = row.map((node) => node.column).toSorted((a, b) => a - b);
      columns.slice(1).forEach((column, i) => {
        expect(column - (columns[i] ?? 0)).toBeGreaterThanOrEqual(1 - 1e-9);
      });
    }
    for (const node of layout.nodes) {
      const children = layout.nodes.filter((child) => child.parentId === node.id);
      if (children.length === 0) continue;
      const columns = children.map((child) => child.column);
      expect(node.column).toBeCloseTo((Math.min(...columns) + Math.max(...columns)) / 2);
    }
  }
});

function groupByRow<T extends { row: number }>(nodes: T[]): Map<number, T[]> {
  const rows = new Map<number, T[]>();
  for (const node of nodes) rows.set(node.row, [...(rows.get(node.row) ?? []), node]);
  return rows;
}

test("subtrees are packed under each other where there is room", () => {
  // b has a deep, narrow subtree; c has a wide row one level down, which must not push b's chain away.
  const layout = tree({ a: null, b: "a", c: "a", b1: "b", c1: "c", c2: "c" });
  expect(layout.columns).toBeLessThanOrEqual(3);
});

test("several roots are placed side by side, and an orphan counts as a root", () => {
  const layout = tree({ a: null, b: null, lost: "gone" });
  expect(layout.nodes.map((node) => node.row)).toEqual([0, 0, 0]);
  expect(layout.columns).toBe(3);
});

test("an empty input has an empty layout", () => {
  expect(layOutTree([])).toEqual({ nodes: [], columns: 0, rows: 0 });
});

test("a chain of 200 turns stays one column", () => {
  const input = Array.from({ length: 200 }, (_, i) => ({
    id: `t${i}`,
    parentId: i === 0 ? null : `t${i - 1}`,
  }));
  expect(layOutTree(input)).toMatchObject({ columns: 1, rows: 200 });
});

test("arrow keys move to the parent, the first child and the row's neighbours, cousins included", () => {
  const layout = tree({ a: null, b: "a", c: "a", b1: "b", c1: "c" });
  expect(moveInTree(layout, "b", "up")).toBe("a");
  expect(moveInTree(layout, "a", "up")).toBeNull();
  expect(moveInTree(layout, "a", "down")).toBe("b");
  expect(moveInTree(layout, "b1", "right")).toBe("c1");
  expect(moveInTree(layout, "c1", "right")).toBeNull();
  expect(moveInTree(layout, "c1", "first")).toBe("a");
  expect(moveInTree(layout, "a", "last")).toBe("c1");
});
