"use client";

import { useRowHeight } from "@/components/gallery/use-row-height";
import type { WallSelection } from "@/components/gallery/selection/use-selection";
import { useShortcuts } from "@/components/shell/use-shortcuts";
import type { ImageId } from "@/lib/contracts/ids";

type Find = (imageId: ImageId) => ImageId | null;

type Options = {
  activeId: ImageId | null;
  firstVisible: () => ImageId | null;
  beside: (imageId: ImageId, by: -1 | 1) => ImageId | null;
  /** In the row above or below. */
  above: (imageId: ImageId, by: -1 | 1) => ImageId | null;
  activate: (imageId: ImageId) => void;
  act: (key: string) => void;
  undo: () => void;
  openStack: () => void;
  selection: WallSelection;
};

/** The keys of the wall. The viewer handles its own, and a picture its Enter and Space. */
export function useWallKeys(options: Options): void {
  const { activeId, activate, selection } = options;
  const { resize } = useRowHeight();
  const move = (find: Find) => () => {
    const target = activeId === null ? options.firstVisible() : find(activeId);
    if (target !== null) activate(target);
  };
  const extend = (find: Find) => () => {
    const from = activeId ?? options.firstVisible();
    const to = from === null ? null : find(from);
    if (from === null || to === null) return;
    selection.moveTo({ from, to });
    activate(to);
  };
  const act = (key: string) => () => options.act(key);
  const arrows: Record<string, Find> = {
    arrowleft: (imageId) => options.beside(imageId, -1),
    arrowright: (imageId) => options.beside(imageId, 1),
    arrowup: (imageId) => options.above(imageId, -1),
    arrowdown: (imageId) => options.above(imageId, 1),
  };
  useShortcuts({
    ...Object.fromEntries(
      Object.entries(arrows).flatMap(([key, find]) => [
        [key, move(find)],
        [`shift+${key}`, extend(find)],
      ]),
    ),
    f: act("f"),
    x: act("x"),
    t: act("t"),
    c: act("c"),
    d: act("d"),
    "[": act("["),
    "]": act("]"),
    u: act("u"),
    z: options.undo,
    e: options.openStack,
    "mod+a": selection.all,
    ...(selection.value.isOn && { escape: selection.clear }),
    "+": () => resize(1),
    "=": () => resize(1),
    "-": () => resize(-1),
  });
}
