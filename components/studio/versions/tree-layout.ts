import { hierarchy, tree } from "d3-hierarchy";

/** The version tree as rows and columns, and where arrow keys lead. Pure. */
export type LayoutInput<Id extends string> = { id: Id; parentId: Id | null };
export type PlacedNode<Id extends string> = {
  id: Id;
  parentId: Id | null;
  /** In columns; the leftmost node of the tree is at 0. */
  column: number;
  /** In rows; roots are in row 0. */
  row: number;
  /** Position among siblings, from 1, and their number: `aria-posinset` and `aria-setsize`. */
  position: number;
  siblings: number;
};
export type TreeLayout<Id extends string> = {
  /** Depth first, siblings oldest first: the reading order for screen readers. */
  nodes: PlacedNode<Id>[];
  columns: number;
  rows: number;
};

/**
 * Lays out nodes given oldest first. A node whose parent is missing counts as a root. Every parent is centred over its
 * children, nodes of a row are at least one column apart, and subtrees are packed tightly.
 */
export function layOutTree<Id extends string>(input: LayoutInput<Id>[]): TreeLayout<Id> {
  const known = new Set(input.map(({ id }) => id));
  const childrenOf = new Map<Id | null, LayoutInput<Id>[]>();
  for (const node of input) {
    const key = node.parentId !== null && known.has(node.parentId) ? node.parentId : null;
    const list = childrenOf.get(key);
    if (list) list.push(node);
    else childrenOf.set(key, [node]);
  }

  // d3 lays out one tree, so the roots hang below a node of their own, which is left out.
  const forest = hierarchy<{ id: Id | null }>({ id: null }, ({ id }) => childrenOf.get(id));
  const placed = tree<{ id: Id | null }>()
    .nodeSize([1, 1])
    .separation(() => 1)(forest);

  const nodes: PlacedNode<Id>[] = [];
  placed.eachBefore((node) => {
    const { parent } = node;
    const { id } = node.data;
    if (parent === null || id === null) return;
    const siblings = parent.children ?? [];
    nodes.push({
      id,
      parentId: parent.data.id,
      column: node.x,
      row: node.depth - 1,
      position: siblings.indexOf(node) + 1,
      siblings: siblings.length,
    });
  });
  const columns = nodes.map(({ column }) => column);
  const leftmost = Math.min(...columns);
  for (const node of nodes) node.column -= leftmost;
  return {
    nodes,
    columns: nodes.length === 0 ? 0 : Math.max(...columns) - leftmost + 1,
    rows: placed.height,
  };
}

export type TreeMove = "up" | "down" | "left" | "right" | "first" | "last";

/** The node that an arrow key leads to; null if there is none. */
export function moveInTree<Id extends string>(
  layout: TreeLayout<Id>,
  from: Id,
  move: TreeMove,
): Id | null {
  if (move === "first") return layout.nodes[0]?.id ?? null;
  if (move === "last") return layout.nodes.at(-1)?.id ?? null;
  const here = layout.nodes.find((node) => node.id === from);
  if (!here) return null;
  if (move === "up") return here.parentId;
  if (move === "down") return layout.nodes.find((node) => node.parentId === from)?.id ?? null;
  const row = layout.nodes
    .filter((node) => node.row === here.row)
    .toSorted((a, b) => a.column - b.column);
  const index = row.findIndex((node) => node.id === from);
  return row[index + (move === "right" ? 1 : -1)]?.id ?? null;
}
