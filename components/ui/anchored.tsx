"use client";

import { cloneElement, type ReactElement, type ReactNode } from "react";
import type { Handle } from "@/components/ui/lazy-piece";
import { type Anchor, type TriggerProps, useAnchored } from "@/components/ui/use-anchored";

/** Open state and anchor of a floating element. */
export type Floating = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  anchor: Anchor | null;
};

type Props = {
  kind: "menu" | "dialog";
  /** A single element that accepts onClick, such as Button or IconButton. */
  trigger: ReactElement<TriggerProps>;
  /** Loads the floating part; called when the pointer or the focus comes near. */
  preload: () => Promise<boolean>;
  /** Omit for uncontrolled state. */
  controlled?: Pick<Floating, "isOpen" | "onOpenChange">;
  /** The floating part, a `lazyPiece`. Stays mounted after the first opening for the closing animation. */
  children: (floating: Floating) => ReactNode;
};

/**
 * A trigger with a floating element. `Menu` and `Popover` build on it. Where the content is heavy, pass a piece that
 * renders `MenuPopup` or `PopoverPopup` together with its content.
 */
export function Anchored({ kind, trigger, preload, controlled, children }: Props) {
  const { isOpen, setOpen, anchor, triggerProps, isMounted } = useAnchored(
    kind,
    () => void preload(),
    controlled,
  );
  return (
    <>
      {cloneElement(trigger, triggerProps)}
      {isMounted && children({ isOpen, onOpenChange: setOpen, anchor })}
    </>
  );
}

/** Adapts a floating element's state to a lazy piece's handle. */
export function floatingHandle({ isOpen, onOpenChange }: Floating): Handle {
  return { isOpen, close: () => onOpenChange(false) };
}
