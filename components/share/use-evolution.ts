"use client";

import { useEffect, useState } from "react";
import type { Frame } from "@/components/share/evolution";
import type { ImageId, TurnId } from "@/lib/contracts/ids";

/** How long a version stands before the next one dissolves in. */
const DWELL_MS = 2_200;

type Options = {
  frames: readonly Frame[];
  /** The picture that is wholly there. */
  shownId: ImageId | null;
};

/**
 * The version of a sequence that is shown, and playing through it. The time of a version begins when it is wholly
 * there, so a slow connection skips nothing. At the newest version it follows those that arrive.
 */
export function useEvolution({ frames, shownId }: Options) {
  const [stepId, setStepId] = useState<TurnId | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  const last = frames.length - 1;
  const found = frames.findIndex(({ step }) => step.id === stepId);
  const at = found === -1 ? last : found;
  const frame = frames[at] ?? null;
  const nextId = frames[at + 1]?.step.id ?? null;
  const isNextLast = at + 1 === last;
  const isThere = frame === null || frame.image === null || frame.image.id === shownId;

  useEffect(() => {
    if (!isPlaying || !isThere) return undefined;
    const timer = setTimeout(() => {
      setStepId(isNextLast ? null : nextId);
      if (nextId === null || isNextLast) setPlaying(false);
    }, DWELL_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, isThere, nextId, isNextLast]);

  const choose = (id: TurnId | undefined) =>
    setStepId(id === undefined || id === frames[last]?.step.id ? null : id);
  const goTo = (target: number) => {
    setPlaying(false);
    choose(frames[Math.max(0, Math.min(target, last))]?.step.id);
  };
  return {
    frames,
    at,
    frame,
    isPlaying,
    goTo,
    showStep: (id: TurnId) => {
      setPlaying(false);
      choose(id);
    },
    /** Starts from the beginning at the end. */
    toggle: () => {
      if (last < 1) return;
      if (!isPlaying && at === last) choose(frames[0]?.step.id);
      setPlaying(!isPlaying);
    },
  };
}

export type Evolution = ReturnType<typeof useEvolution>;
