"use client";

import { type ReactNode, type RefObject, useState } from "react";
import { lazyPiece, openHandle } from "@/components/ui/lazy-piece";

export type DialogProps = {
  open: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  /** Hides the title visually, where the content has a heading of its own. */
  isTitleHidden?: boolean;
  description?: string;
  /** `center`; `side`: sheet from the right (from below on a phone); `left`: drawer; `full`: whole window. */
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
 * A modal dialog that traps and restores the focus; Escape and a click outside close it. Loads on first use. The first
 * field gets the focus; do not use `autoFocus`, which runs before the previous focus is saved.
 */
export function Dialog(props: DialogProps) {
  // Stays mounted after the first opening for the closing animation.
  const [wasEverOpen, setEverOpen] = useState(props.open);
  if (props.open && !wasEverOpen) setEverOpen(true);
  if (!wasEverOpen) return null;
  return <DialogPopup {...props} />;
}
