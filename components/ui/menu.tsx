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
  /** Short text at the end of the line. */
  detail?: string;
  /** A quiet second line. */
  note?: string;
  /** Shortcut to show; the menu does not bind it. */
  keys?: string;
  isDisabled?: boolean;
  isDangerous?: boolean;
  /** Shows a tick: the selected choice, or a toggle. */
  isChecked?: boolean;
};
/** A heading names the entries below it. */
export type MenuEntry = MenuAction | { heading: string } | "separator";

export type MenuPlacement = {
  side?: "top" | "right" | "bottom" | "left";
  align?: "start" | "center" | "end";
};

type Props = MenuPlacement & {
  /** A single element that accepts onClick, such as Button or IconButton. */
  trigger: ReactElement<TriggerProps>;
  entries: readonly MenuEntry[];
  /** Accessible name of the menu. */
  label: string;
};

const MenuPopup = lazyPiece<ComponentProps<typeof MenuPopupType>>(
  () => import("@/components/ui/menu-popup").then((it) => it.default),
  floatingHandle,
);

/** A menu with arrow keys, typeahead, Escape and focus return. Its code loads on first use. */
export function Menu({ trigger, entries, label, side, align }: Props) {
  return (
    <Anchored kind="menu" trigger={trigger} preload={MenuPopup.preload}>
      {(floating) => (
        <MenuPopup {...floating} entries={entries} label={label} side={side} align={align} />
      )}
    </Anchored>
  );
}
