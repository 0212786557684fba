"use client";

import type { ComponentProps, ReactElement, ReactNode } from "react";
import { Anchored, floatingHandle } from "@/components/ui/anchored";
import { lazyPiece } from "@/components/ui/lazy-piece";
import type { MenuPlacement } from "@/components/ui/menu";
import type PopoverPopupType from "@/components/ui/popover-popup";
import type { TriggerProps } from "@/components/ui/use-anchored";

type Props = MenuPlacement & {
  trigger: ReactElement<TriggerProps>;
  /** Names the popover for screen readers. */
  label: string;
  /** A function is called with `close`, and only while it is open. */
  children: ReactNode | ((close: () => void) => ReactNode);
  /** Leave both out and it keeps its own state. */
  open?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  className?: string;
};

const PopoverPopup = lazyPiece<ComponentProps<typeof PopoverPopupType>>(
  () => import("@/components/ui/popover-popup").then((it) => it.default),
  floatingHandle,
);

/** A small panel by its trigger; focus goes in and comes back. Its machinery loads when first needed. */
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
