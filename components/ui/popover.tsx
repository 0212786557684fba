"use client";

import type { ComponentProps, ReactElement, ReactNode } from "react";
import { Anchored, floatingHandle } from "@/components/ui/anchored";
import { lazyPiece } from "@/components/ui/lazy-piece";
import type { MenuPlacement } from "@/components/ui/menu";
import type PopoverPopupType from "@/components/ui/popover-popup";
import type { TriggerProps } from "@/components/ui/use-anchored";

type Props = MenuPlacement & {
  trigger: ReactElement<TriggerProps>;
  /** Accessible name of the popover. */
  label: string;
  /** A function receives `close` and is called only while the popover is open. */
  children: ReactNode | ((close: () => void) => ReactNode);
  /** Omit both for uncontrolled state. */
  open?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  className?: string;
};

const PopoverPopup = lazyPiece<ComponentProps<typeof PopoverPopupType>>(
  () => import("@/components/ui/popover-popup").then((it) => it.default),
  floatingHandle,
);

/** A small panel at its trigger that takes and returns the focus. Its code loads on first use. */
export function Popover(props: Props) {
  const { trigger, label, children, open, onOpenChange, side, align, className } = props;
  const controlled =
    open === undefined
      ? undefined
      : { isOpen: open, onOpenChange: onOpenChange ?? (() => undefined) };
  return (
    <Anchored
      kind="dialog"
      trigger={trigger}
      preload={PopoverPopup.preload}
      controlled={controlled}
    >
      {(floating) => (
        <PopoverPopup {...floating} label={label} side={side} align={align} className={className}>
          {typeof children === "function" ? children(() => floating.onOpenChange(false)) : children}
        </PopoverPopup>
      )}
    </Anchored>
  );
}
