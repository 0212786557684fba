"use client";

import { useCallback, useMemo, useState, useSyncExternalStore } from "react";
import {
  STACK_MODES,
  type StackedWall,
  type StackMode,
  WallStacker,
} from "@/lib/client/wall/stacks";
import type { WallChunk, WallSort } from "@/lib/client/wall/wall-state";
import type { ImageId } from "@/lib/contracts/ids";

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

export type WallStacks = StackedWall & {
  /** Opens the stack of a picture in place, or closes it. */
  toggle: (imageId: ImageId) => void;
};

/** The wall with its stacks. In the order by hand each picture has its own position, so nothing is stacked. */
export function useStacks(chunks: readonly WallChunk[], sort: WallSort): WallStacks {
  const [chosen] = useStackMode();
  const mode = sort === "manual" ? "off" : chosen;
  const [stacker] = useState(() => new WallStacker());
  const [opened, setOpened] = useState<ReadonlySet<ImageId>>(() => new Set());
  const stacked = useMemo(
    () => stacker.stack(chunks, mode, opened),
    [chunks, mode, opened, stacker],
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
