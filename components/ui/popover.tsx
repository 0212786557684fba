"use client";

import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense } from "react";
import type { MenuPlacement } from "@/components/ui/menu";
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

const load = () => import("@/components/ui/popover-popup");
const PopoverPopup = lazy(load);

/** A small panel by its trigger; focus goes in and comes back. Its machinery loads when first needed. */
export function Popover(props: Props) {
  const { trigger, label, children, open, onOpenChange, side, align, className } = props;
  const controlled =
    open === undefined
      ? undefined
      : { isOpen: open, onOpenChange: onOpenChange ?? (() => undefined) };
  const popover = useAnchored("dialog", () => void load(), controlled);
  const close = () => popover.setOpen(false);
  return (
    <>
      {cloneElement(trigger, popover.triggerProps)}
      {popover.isMounted && (
        <Suspense fallback={null}>
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
        </Suspense>
      )}
    </>
  );
}
