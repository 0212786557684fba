"use client";

import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense } from "react";
import { type Anchor, type TriggerProps, useAnchored } from "@/components/ui/use-anchored";

export type MenuAction = {
  label: string;
  onSelect: () => void;
  icon?: ReactNode;
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

const load = () => import("@/components/ui/menu-popup");
const MenuPopup = lazy(load);

/** A menu by its trigger: arrows, typeahead, Escape, focus back to the trigger. Its machinery loads when first needed. */
export function Menu({ trigger, entries, label, side, align }: Props) {
  const menu = useAnchored("menu", () => void load());
  return (
    <>
      {cloneElement(trigger, menu.triggerProps)}
      {menu.isMounted && (
        <Suspense fallback={null}>
          <MenuPopup
            isOpen={menu.isOpen}
            onOpenChange={menu.setOpen}
            anchor={menu.anchor}
            entries={entries}
            label={label}
            side={side}
            align={align}
          />
        </Suspense>
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
    <Suspense fallback={null}>
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
    </Suspense>
  );
}

/** The place of a pointer, as something to stand by. */
export function pointAnchor(point: { clientX: number; clientY: number }): Anchor {
  const { clientX, clientY } = point;
  return { getBoundingClientRect: () => new DOMRect(clientX, clientY, 0, 0) };
}
