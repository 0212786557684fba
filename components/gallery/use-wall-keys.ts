"use client";

import { useRowHeight } from "@/components/gallery/use-row-height";
import { useShortcuts } from "@/components/shell/use-shortcuts";
import type { ImageId } from "@/lib/contracts/ids";

type Options = {
  activeId: ImageId | null;
  firstVisible: () => ImageId | null;
  beside: (imageId: ImageId, by: -1 | 1) => ImageId | null;
  /** In the row above or below. */
  above: (imageId: ImageId, by: -1 | 1) => ImageId | null;
  activate: (imageId: ImageId) => void;
  open: (imageId: ImageId) => void;
  act: (key: string, imageId: ImageId) => void;
  undo: () => void;
};

/** The keys of the wall. The viewer handles its own. */
export function useWallKeys(options: Options): void {
  const { activeId, activate } = options;
  const { resize } = useRowHeight();
  const move = (find: (imageId: ImageId) => ImageId | null) => () => {
    const target = activeId === null ? options.firstVisible() : find(activeId);
    if (target !== null) activate(target);
  };
  const act = (key: string) => () => {
    if (activeId !== null) options.act(key, activeId);
  };
  useShortcuts({
    arrowleft: move((imageId) => options.beside(imageId, -1)),
    arrowright: move((imageId) => options.beside(imageId, 1)),
    arrowup: move((imageId) => options.above(imageId, -1)),
    arrowdown: move((imageId) => options.above(imageId, 1)),
    f: act("f"),
    x: act("x"),
    z: options.undo,
    "+": () => resize(1),
    "=": () => resize(1),
    "-": () => resize(-1),
  });
}
