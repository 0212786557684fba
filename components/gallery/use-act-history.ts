"use client";

import { useMemo, useRef, useState } from "react";
import { toast } from "@/components/ui/toast";
import { useProblemText } from "@/lib/client/problem-text";
import type { WallStore } from "@/lib/client/wall/wall-store";
import type { ImageId } from "@/lib/contracts/ids";

/** What was done last, or goes on, for the note that offers to undo it. */
export type ActNote = {
  /** Rises with each act. */
  number: number;
  text: string;
  /** Null for what is over. */
  progress: { done: number; total: number } | null;
  mayUndo: boolean;
};

/** How to take an act back. */
export type Undo = {
  /** The picture it was about; null for many. */
  imageId: ImageId | null;
  run: () => Promise<void>;
};

export type ActHistory = {
  note: ActNote | null;
  /** Shows a note; returns its number, with which it can be changed. */
  tell: (note: Omit<ActNote, "number">) => number;
  /** Changes a note while it is the latest. */
  change: (number: number, note: Omit<ActNote, "number">) => void;
  dismiss: () => void;
  push: (undo: Undo) => void;
  drop: (undo: Undo) => void;
  /** Reports a failed act. */
  fail: (error: unknown) => void;
  /** Takes the last act back; its picture, or null if there is none. */
  undo: () => ImageId | null;
};

/** The acts of this wall that can be taken back, and the note about the latest. */
export function useActHistory(wall: WallStore): ActHistory {
  const problemText = useProblemText();
  const [note, setNote] = useState<ActNote | null>(null);
  const undos = useRef<Undo[]>([]);
  const count = useRef(0);

  const history = useMemo(() => {
    const fail = (error: unknown) => {
      setNote(null);
      void toast(problemText(error), { tone: "error" });
    };
    return {
      tell: (next: Omit<ActNote, "number">) => {
        count.current += 1;
        setNote({ ...next, number: count.current });
        return count.current;
      },
      change: (number: number, next: Omit<ActNote, "number">) => {
        if (number === count.current) setNote({ ...next, number });
      },
      dismiss: () => setNote(null),
      push: (undo: Undo) => void undos.current.push(undo),
      drop: (undo: Undo) => {
        undos.current = undos.current.filter((one) => one !== undo);
      },
      fail,
      undo: () => {
        const last = undos.current.pop();
        setNote(null);
        if (!last) return null;
        last.run().catch((error: unknown) => {
          // What the server has now is not known.
          void wall.reload();
          fail(error);
        });
        return last.imageId;
      },
    };
  }, [problemText, wall]);
  return useMemo(() => ({ ...history, note }), [history, note]);
}
