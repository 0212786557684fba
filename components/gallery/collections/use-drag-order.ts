"use client";

import { type DragEvent, type RefObject, useRef, useState } from "react";
import { type DropPosition, dropPositionAt } from "@/components/gallery/collections/drop-position";
import type { MoveImages } from "@/components/gallery/collections/use-order-by-hand";
import type { WallSelection } from "@/components/gallery/selection/use-selection";
import type { WallLayout } from "@/components/gallery/wall-layout";
import { imagesWhere } from "@/lib/client/wall/wall-many";
import type { ImageId } from "@/lib/contracts/ids";

type Options = {
  content: RefObject<HTMLDivElement | null>;
  layout: WallLayout;
  selection: WallSelection;
  /** Null: pictures are dragged out of the wall only. */
  move: MoveImages | null;
};

/** Orders a collection by dragging: the picture, or all selected ones if it is one of them. */
export function useDragOrder({ content, layout, selection, move }: Options) {
  const dragged = useRef<ReadonlySet<ImageId> | null>(null);
  const [drop, setDrop] = useState<DropPosition | null>(null);
  const end = () => {
    dragged.current = null;
    setDrop(null);
  };
  if (move === null) return { drop: null, handlers: {} };
  const handlers = {
    onDragStart: (event: DragEvent<HTMLElement>) => {
      const tile = event.target instanceof Element && event.target.closest("[data-tile]");
      const name = tile ? tile.getAttribute("data-tile") : null;
      const chunks = layout.chunks.map(({ chunk }) => chunk);
      const [imageId] = imagesWhere(chunks, (one) => one === name);
      if (imageId === undefined || event.defaultPrevented) return;
      dragged.current = selection.has(imageId)
        ? new Set(imagesWhere(chunks, selection.has))
        : new Set([imageId]);
      event.dataTransfer.effectAllowed = "copyMove";
    },
    onDragOver: (event: DragEvent<HTMLElement>) => {
      if (dragged.current === null) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
      const origin = content.current?.getBoundingClientRect();
      if (!origin) return;
      setDrop(dropPositionAt(layout, event.clientX - origin.left, event.clientY - origin.top));
    },
    onDrop: (event: DragEvent<HTMLElement>) => {
      if (dragged.current === null) return;
      event.preventDefault();
      if (drop !== null) move(dragged.current, drop.beforeId);
      end();
    },
    onDragEnd: end,
  };
  return { drop, handlers };
}
