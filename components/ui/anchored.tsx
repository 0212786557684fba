"use client";

import { cloneElement, type ReactElement, type ReactNode } from "react";
import type { Handle } from "@/components/ui/lazy-piece";
import { type Anchor, type TriggerProps, useAnchored } from "@/components/ui/use-anchored";

/** How the half that floats is open, and by what it stands. */
export type Floating = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  anchor: Anchor | null;
};

type Props = {
  kind: "menu" | "dialog";
  /** One element that takes onClick, such as a Button or an IconButton. */
  trigger: ReactElement<TriggerProps>;
  /** Fetches the half that floats: called when a pointer or the focus comes near. */
  preload: () => Promise<boolean>;
  /** Left out, it keeps its own state. */
  controlled?: Pick<Floating, "isOpen" | "onOpenChange">;
  /** The half that floats, a `lazyPiece`: mounted from the first opening on, so that closing can be seen. */
  children: (floating: Floating) => ReactNode;
};

/**
 * A trigger, and what floats by it. `Menu` and `Popover` are made of it; where what they would hold is itself much
 * (icons, fields, calls), a piece that renders `MenuPopup` or `PopoverPopup` takes their place and comes as one.
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

/** The handle of whatever floats. */
export function floatingHandle({ isOpen, onOpenChange }: Floating): Handle {
  return { isOpen, close: () => onOpenChange(false) };
}
