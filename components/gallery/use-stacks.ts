"use client";

import { useCallback, useMemo, useState, useSyncExternalStore } from "react";
import { type StackedWall, WallStacker } from "@/lib/client/wall/stacks";
import { isPaged, type WallChunk, type WallScope } from "@/lib/client/wall/wall-state";
import type { ImageId } from "@/lib/contracts/ids";
import { STACK_KINDS, type StackKind } from "@/lib/contracts/image-lists";

export const STACK_MODES = ["off", ...STACK_KINDS] as const;
type StackMode = (typeof STACK_MODES)[number];

const KEY = "pentimento.gallery.stacks";
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What the wall stacks, remembered in this browser. */
export function useStackMode(): [StackMode, (mode: StackMode) => void] {
  const mode = useSyncExternalStore<StackMode>(subscribe, readMode, () => "off");
  const setMode = useCallback((next: StackMode) => {
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // Without storage nothing is stacked.
    }
    for (const listener of listeners) listener();
  }, []);
  return [mode, setMode];
}

function readMode(): StackMode {
  try {
    return STACK_MODES.find((mode) => mode === localStorage.getItem(KEY)) ?? "off";
  } catch {
    return "off";
  }
}

/** Whether a wall can stack. In an order that is not by time each picture has its own position, and uploads have no turn. */
export function mayStack({ view, sort }: Pick<WallScope, "view" | "sort">): boolean {
  return !isPaged(sort) && view !== "uploads";
}

/** What this wall stacks. */
export function useStackKind(scope: Pick<WallScope, "view" | "sort">): StackKind | null {
  const [mode] = useStackMode();
  return mode !== "off" && mayStack(scope) ? mode : null;
}

export type WallStacks = StackedWall & {
  /** Opens the stack of a picture in place, or closes it. */
  toggle: (imageId: ImageId) => void;
};

/** The wall with its stacks, which can be opened in place. */
export function useStacks(chunks: readonly WallChunk[], isStacked: boolean): WallStacks {
  const [stacker] = useState(() => new WallStacker());
  const [opened, setOpened] = useState<ReadonlySet<ImageId>>(() => new Set());
  const stacked = useMemo(
    () => stacker.stack(chunks, isStacked, opened),
    [chunks, isStacked, opened, stacker],
  );
  const { stacks } = stacked;
  const toggle = useCallback(
    (imageId: ImageId) => {
      const stack = stacks.get(imageId);
      if (!stack) return;
      setOpened((old) => {
        const next = new Set(old);
        for (const one of stack.ids) {
          if (stack.isOpen) next.delete(one);
          else next.add(one);
        }
        return next;
      });
    },
    [stacks],
  );
  return { ...stacked, toggle };
}
