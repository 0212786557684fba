"use client";

import { type ReactNode, type RefObject, useState } from "react";
import { lazyPiece, openHandle } from "@/components/ui/lazy-piece";

export type DialogProps = {
  open: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  /** Keeps the title for screen readers alone, where the content shows its own head. */
  isTitleHidden?: boolean;
  description?: string;
  /** `center`; `side`, a sheet from the right (from below on a phone); `left`, a drawer; `full`, the whole window. */
  placement?: "center" | "side" | "left" | "full";
  initialFocus?: RefObject<HTMLElement | null>;
  className?: string;
  children: ReactNode;
};

const DialogPopup = lazyPiece<DialogProps>(
  () => import("@/components/ui/dialog-popup").then((it) => it.default),
  openHandle,
);

/**
 * A modal dialog: focus is kept inside and comes back, Escape and a press outside close it. Loads when first opened. The
 * focus starts in its first field by itself: `autoFocus` on one would be there too early, and nothing would remember whom
 * to give it back to.
 */
export function Dialog(props: DialogProps) {
  // It stays mounted after the first opening, so that closing can be seen.
  const [wasEverOpen, setEverOpen] = useState(props.open);
  if (props.open && !wasEverOpen) setEverOpen(true);
  if (!wasEverOpen) return null;
  return <DialogPopup {...props} />;
}
