"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import {
  layOutTree,
  moveInTree,
  type PlacedNode,
  type TreeMove,
} from "@/components/studio/versions/tree-layout";
import {
  LABEL_HEIGHT,
  TILE_HEIGHT,
  TILE_WIDTH,
  VersionTile,
} from "@/components/studio/versions/version-tile";
import { pressedKey } from "@/components/ui/pressed-key";
import type { TurnId } from "@/lib/contracts/ids";
import type { TreeNode } from "@/lib/contracts/threads";

const COLUMN = TILE_WIDTH + 14;
const ROW = TILE_HEIGHT + LABEL_HEIGHT + 30;
/** Room for the ring around the selected thumbnail. */
const MARGIN = 6;

const MOVES: Record<string, TreeMove> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  Home: "first",
  End: "last",
};

type Props = {
  nodes: TreeNode[];
  selectedId: TurnId | null;
  onSelect: (node: TreeNode) => void;
};

/** The version tree as thumbnails with connectors. One Tab stop; arrow keys move between versions. */
export function VersionTree({ nodes, selectedId, onSelect }: Props) {
  const t = useTranslations("studio.versions");
  const layout = useMemo(
    () => layOutTree(nodes.map((node) => ({ id: node.turnId, parentId: node.parentTurnId }))),
    [nodes],
  );
  const byId = useMemo(() => new Map(nodes.map((node) => [node.turnId, node])), [nodes]);
  const hashes = useMemo(() => {
    const images = nodes.flatMap(({ variations }) => variations.map(({ image }) => image));
    return new Map(images.map((image) => [image?.imageId, image?.thumbhash]));
  }, [nodes]);
  const tiles = useRef(new Map<TurnId, HTMLButtonElement>());
  const [focusedId, setFocusedId] = useState<TurnId | null>(null);
  const stopId =
    focusedId !== null && byId.has(focusedId)
      ? focusedId
      : (selectedId ?? layout.nodes[0]?.id ?? null);

  // Scroll to the selection when it changes and when a new branch moves it.
  const selectedNode = layout.nodes.find(({ id }) => id === selectedId);
  const { column, row } = selectedNode ?? {};
  useEffect(() => {
    if (selectedId === null || column === undefined || row === undefined) return;
    tiles.current.get(selectedId)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [selectedId, column, row]);

  const onKeyDown = (event: KeyboardEvent) => {
    const move = MOVES[pressedKey(event) ?? ""];
    if (!move || stopId === null) return;
    event.preventDefault();
    const next = moveInTree(layout, stopId, move);
    if (next === null) return;
    setFocusedId(next);
    tiles.current.get(next)?.focus();
  };

  const size = {
    width: layout.columns * COLUMN - (COLUMN - TILE_WIDTH) + 2 * MARGIN,
    height: layout.rows * ROW,
  };
  return (
    <div
      role="tree"
      tabIndex={-1}
      aria-label={t("title")}
      className="relative mx-auto shrink-0 outline-none"
      style={size}
      onKeyDown={onKeyDown}
    >
      <Connectors nodes={layout.nodes} />
      {layout.nodes.map((placed) => {
        const node = byId.get(placed.id);
        if (!node) return null;
        return (
          <button
            key={placed.id}
            type="button"
            role="treeitem"
            ref={(element) => {
              if (element) tiles.current.set(placed.id, element);
              else tiles.current.delete(placed.id);
            }}
            aria-level={placed.row + 1}
            aria-posinset={placed.position}
            aria-setsize={placed.siblings}
            aria-selected={placed.id === selectedId}
            aria-label={t("tile", {
              label: node.label || t("noPrompt"),
              count: node.variations.length,
            })}
            tabIndex={placed.id === stopId ? 0 : -1}
            onFocus={() => setFocusedId(placed.id)}
            onClick={() => onSelect(node)}
            className="absolute block scroll-m-3 rounded-[4px]"
            style={{ left: placed.column * COLUMN + MARGIN, top: placed.row * ROW + MARGIN }}
          >
            <VersionTile
              node={node}
              baseHash={(node.baseImageId && hashes.get(node.baseImageId)) ?? null}
              isSelected={placed.id === selectedId}
              isRoot={placed.row === 0 && placed.siblings === 1}
            />
          </button>
        );
      })}
    </div>
  );
}

function Connectors({ nodes }: { nodes: PlacedNode<TurnId>[] }) {
  const byId = useMemo(() => new Map(nodes.map((node) => [node.id, node])), [nodes]);
  const paths = nodes.flatMap((node) => {
    const parent = node.parentId === null ? undefined : byId.get(node.parentId);
    return parent ? [connector(parent, node)] : [];
  });
  return (
    <svg
      aria-hidden
      className="pointer-events-none absolute inset-0 size-full overflow-visible"
      fill="none"
    >
      <path d={paths.join("")} stroke="var(--line-strong)" strokeWidth="1.25" />
    </svg>
  );
}

/** An SVG path from below the parent's label to just above the child's thumbnail, rounded at forks. */
function connector(parent: PlacedNode<TurnId>, child: PlacedNode<TurnId>): string {
  const middle = MARGIN + TILE_WIDTH / 2;
  const x1 = parent.column * COLUMN + middle;
  const y1 = parent.row * ROW + MARGIN + TILE_HEIGHT + LABEL_HEIGHT + 3;
  const x2 = child.column * COLUMN + middle;
  const y2 = child.row * ROW + MARGIN - 5;
  const half = (y2 - y1) / 2;
  return x1 === x2
    ? `M${x1} ${y1}V${y2}`
    : `M${x1} ${y1}C${x1} ${y1 + half} ${x2} ${y2 - half} ${x2} ${y2}`;
}
