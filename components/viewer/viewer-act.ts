import type { ReactNode } from "react";
import type { ImageId } from "@/lib/contracts/ids";

/** How an act was called: after one by key the viewer goes on to the next picture. */
export type Via = "key" | "click";
type Run = (imageId: ImageId, via: Via) => void;

/** What the page around the viewer lets do with a picture; null where it may not be done. */
export type HostActs = {
  isFavourite: boolean;
  favourite: Run | null;
  refine: Run | null;
  vary: Run | null;
  reference: Run | null;
  tag: Run | null;
  collect: Run | null;
  trash: Run | null;
  restore: Run | null;
  openThread: Run | null;
  undo: (() => void) | null;
};

/** A button of the viewer, and its key. */
export type ViewerAct = {
  id: string;
  label: string;
  /** As shown: "⇧C". Empty while the key does something else. */
  keys: string;
  /** As `comboOf` spells it: "shift+c". */
  combo: string;
  icon: ReactNode;
  /** The one thing to do next. */
  isMain?: boolean;
  isPressed?: boolean;
  /** Its name does not fit half the panel. */
  isWide?: boolean;
  run: (via: Via) => void;
};

/** A pressed key in lower case, with "shift+" in front of a letter. */
export function comboOf(key: string, isShift: boolean): string {
  const lower = key.toLowerCase();
  return isShift && /^\p{Letter}$/u.test(lower) ? `shift+${lower}` : lower;
}
