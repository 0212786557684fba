"use client";

import { cloneElement, type ComponentProps, type ReactElement, type ReactNode } from "react";
import { lazyPiece } from "@/components/ui/lazy-piece";
import type MenuPopupType from "@/components/ui/menu-popup";
import { type Anchor, type TriggerProps, useAnchored } from "@/components/ui/use-anchored";

export type MenuAction = {
  label: string;
  onSelect: () => void;
  icon?: ReactNode;
  /** A word or two at the line's end. */
  detail?: string;
  /** The key that does the same: shown, not bound. */
  keys?: string;
  isDisabled?: boolean;
  isDangerous?: boolean;
  /** Given, the entry shows a tick: one of several choices, or on and off. */
  isChecked?: boolean;
};
/** `"line"` draws a hairline, a heading names the entries below it. */
export type MenuEntry = MenuAction | { heading: string } | "line";

export type MenuPlacement = {
  side?: "top" | "right" | "bottom" | "left";
  align?: "start" | "center" | "end";
};

type Props = MenuPlacement & {
  /** One element that takes onClick, such as a Button or an IconButton. */
  trigger: ReactElement<TriggerProps>;
  entries: readonly MenuEntry[];
  /** Names the menu for screen readers. */
  label: string;
};

const MenuPopup = lazyPiece<ComponentProps<typeof MenuPopupType>>(
  () => import("@/components/ui/menu-popup").then((it) => it.default),
  ({ isOpen, onOpenChange }) => ({ isOpen, close: () => onOpenChange(false) }),
);

/** A menu by its trigger: arrows, typeahead, Escape, focus back to the trigger. Its machinery loads when first needed. */
export function Menu({ trigger, entries, label, side, align }: Props) {
  const menu = useAnchored("menu", () => void MenuPopup.preload());
  return (
    <>
      {cloneElement(trigger, menu.triggerProps)}
      {menu.isMounted && (
        <MenuPopup
          isOpen={menu.isOpen}
          onOpenChange={menu.setOpen}
          anchor={menu.anchor}
          entries={entries}
          label={label}
          side={side}
          align={align}
        />
      )}
    </>
  );
}

type AtProps = MenuPlacement & {
  /** Null keeps it closed. A context menu gives `pointAnchor(event)`, a key gives the row. */
  anchor: Anchor | null;
  onClose: () => void;
  entries: readonly MenuEntry[];
  label: string;
};

/** A menu without a trigger of its own: for right clicks, long presses and the menu key. */
export function MenuAt({ anchor, onClose, entries, label, side, align }: AtProps) {
  if (!anchor) return null;
  return (
    <MenuPopup
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      anchor={anchor}
      entries={entries}
      label={label}
      side={side}
      align={align}
    />
  );
}

/** The place of a pointer, as something to stand by. */
export function pointAnchor(point: { clientX: number; clientY: number }): Anchor {
  const { clientX, clientY } = point;
  return { getBoundingClientRect: () => new DOMRect(clientX, clientY, 0, 0) };
}
