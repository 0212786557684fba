"use client";

import { cloneElement, type ComponentProps, type ReactElement, type ReactNode } from "react";
import { lazyPiece } from "@/components/ui/lazy-piece";
import type { MenuPlacement } from "@/components/ui/menu";
import type PopoverPopupType from "@/components/ui/popover-popup";
import { type TriggerProps, useAnchored } from "@/components/ui/use-anchored";

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
  ({ isOpen, onOpenChange }) => ({ isOpen, close: () => onOpenChange(false) }),
);

/** A small panel by its trigger; focus goes in and comes back. Its machinery loads when first needed. */
export function Popover(props: Props) {
  const { trigger, label, children, open, onOpenChange, side, align, className } = props;
  const controlled =
    open === undefined
      ? undefined
      : { isOpen: open, onOpenChange: onOpenChange ?? (() => undefined) };
  const popover = useAnchored("dialog", () => void PopoverPopup.preload(), controlled);
  const close = () => popover.setOpen(false);
  return (
    <>
      {cloneElement(trigger, popover.triggerProps)}
      {popover.isMounted && (
        <PopoverPopup
          isOpen={popover.isOpen}
          onOpenChange={popover.setOpen}
          anchor={popover.anchor}
          label={label}
          side={side}
          align={align}
          className={className}
        >
          {typeof children === "function" ? children(close) : children}
        </PopoverPopup>
      )}
    </>
  );
}
