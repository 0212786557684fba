"use client";

import { Trash2 } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { thumbhashColour } from "@/components/picture/thumbhash-colour";
import { classNames } from "@/components/ui/class-names";
import { pressedKey } from "@/components/ui/pressed-key";
import { hint } from "@/components/ui/tooltip";
import {
  layOutLineage,
  type LineageEdge,
  type LineageMove,
  moveInLineage,
} from "@/components/viewer/lineage-layout";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";

/** A picture of the tree; the lists are oldest first. */
export type LineageNode = {
  id: ImageId;
  baseId: ImageId | null;
  referenceIds: readonly ImageId[];
  label: string;
  state: ImageView["state"];
  thumbhash: string;
  /** Where its thumbnail is. */
  address: string;
};

/** Thumbnails and the distance between them; fingers need more. */
const SIZES = {
  fine: { width: 40, height: 27, column: 51, row: 35 },
  coarse: { width: 56, height: 40, column: 70, row: 50 },
  large: { width: 96, height: 66, column: 124, row: 84 },
};
/** Room for the ring around a thumbnail. */
const MARGIN = 4;

const MOVES: Record<string, LineageMove> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

type Props = {
  title: string;
  nodes: readonly LineageNode[];
  currentId: ImageId;
  /** The picture that the current one is compared with. */
  comparedId: ImageId | null;
  onPick: (imageId: ImageId) => void;
  /** For a page of its own. */
  isLarge?: boolean;
};

/** The lineage as a small tree. One Tab stop; arrow keys move, Enter shows. */
export function LineageTree({ title, nodes, currentId, comparedId, onPick, isLarge }: Props) {
  const [isCoarse] = useState(() => window.matchMedia("(pointer: coarse)").matches);
  const size = isLarge ? SIZES.large : isCoarse ? SIZES.coarse : SIZES.fine;
  const layout = useMemo(() => layOutLineage(nodes, currentId), [nodes, currentId]);
  const byId = useMemo(() => new Map(nodes.map((node) => [node.id, node])), [nodes]);
  const [focusedId, setFocusedId] = useState<ImageId | null>(null);
  const stopId = focusedId !== null && byId.has(focusedId) ? focusedId : currentId;
  const buttons = useRef(new Map<ImageId, HTMLButtonElement>());
  const { columns } = layout;
  useEffect(() => {
    if (columns === 0) return;
    buttons.current.get(currentId)?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [currentId, columns]);

  const onKeyDown = (event: KeyboardEvent) => {
    const move = MOVES[pressedKey(event) ?? ""];
    if (!move) return;
    event.preventDefault();
    const next = moveInLineage(layout, stopId, move);
    if (next === null) return;
    setFocusedId(next);
    buttons.current.get(next)?.focus();
  };

  return (
    <div
      data-own-arrows
      className={classNames(
        "-mx-1 overflow-auto [scrollbar-width:thin]",
        !isLarge && "max-h-[210px]",
      )}
    >
      <div
        role="group"
        aria-label={title}
        className="relative"
        style={{
          width: (layout.columns - 1) * size.column + size.width + 2 * MARGIN,
          height: (layout.rows - 1) * size.row + size.height + 2 * MARGIN,
        }}
      >
        <Connectors edges={layout.edges} size={size} />
        {layout.places.map(({ id, column, row }) => {
          const node = byId.get(id);
          if (!node) return null;
          const { label } = node;
          const isGone = node.state === "purged";
          return (
            <button
              key={id}
              ref={(element) => {
                if (element) buttons.current.set(id, element);
                else buttons.current.delete(id);
              }}
              type="button"
              data-lineage={id}
              aria-label={label}
              {...hint(label)}
              aria-current={id === currentId || undefined}
              aria-disabled={isGone || undefined}
              tabIndex={id === stopId ? 0 : -1}
              onFocus={() => setFocusedId(id)}
              onKeyDown={onKeyDown}
              onClick={() => !isGone && onPick(id)}
              className={classNames(
                "absolute grid scroll-m-2 place-items-center overflow-hidden rounded-print bg-plate text-muted",
                id === currentId && "ring-2 ring-accent",
                id === comparedId && "ring-2 ring-ink",
                node.state !== "kept" && "border border-dashed border-line-strong",
              )}
              style={{
                left: column * size.column + MARGIN,
                top: row * size.row + MARGIN,
                width: size.width,
                height: size.height,
                backgroundColor:
                  node.state === "kept" ? thumbhashColour(node.thumbhash) : undefined,
              }}
            >
              {node.state === "kept" ? (
                <img
                  src={node.address}
                  alt=""
                  decoding="async"
                  draggable={false}
                  className="size-full object-cover"
                />
              ) : (
                <Trash2 aria-hidden className={classNames("size-3.5", isGone && "opacity-40")} />
              )}
            </button>
          );
        })}
      </div>
    </div>
  );
}

type ConnectorProps = { edges: readonly LineageEdge[]; size: (typeof SIZES)["fine"] };

/** Lines from each image to what was made from it; dashed from a reference. */
function Connectors({ edges, size }: ConnectorProps) {
  const lineOf = ({ from, to }: LineageEdge) => {
    const x1 = from.column * size.column + MARGIN + size.width;
    const y1 = from.row * size.row + MARGIN + size.height / 2;
    const x2 = to.column * size.column + MARGIN;
    const y2 = to.row * size.row + MARGIN + size.height / 2;
    const bend = x1 + (size.column - size.width) / 2;
    return `M${x1} ${y1}H${bend}V${y2}H${x2}`;
  };
  const pathOf = (isReference: boolean) =>
    edges
      .filter((edge) => edge.isReference === isReference)
      .map(lineOf)
      .join("");
  return (
    <svg
      aria-hidden
      className="pointer-events-none absolute inset-0 size-full overflow-visible"
      fill="none"
      stroke="var(--line-strong)"
      strokeLinejoin="round"
    >
      <path d={pathOf(false)} />
      <path d={pathOf(true)} strokeDasharray="3 3" />
    </svg>
  );
}
