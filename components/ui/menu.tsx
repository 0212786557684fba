"use client";

import type { ComponentProps, ReactElement, ReactNode } from "react";
import { Anchored, floatingHandle } from "@/components/ui/anchored";
import { lazyPiece } from "@/components/ui/lazy-piece";
import type MenuPopupType from "@/components/ui/menu-popup";
import type { TriggerProps } from "@/components/ui/use-anchored";

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
  floatingHandle,
);

/** A menu by its trigger: arrows, typeahead, Escape, focus back to the trigger. Its machinery loads when first needed. */
export function Menu({ trigger, entries, label, side, align }: Props) {
  return (
    <Anchored kind="menu" trigger={trigger} preload={MenuPopup.preload}>
      {(floating) => (
        <MenuPopup {...floating} entries={entries} label={label} side={side} align={align} />
      )}
    </Anchored>
  );
}
