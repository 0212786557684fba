"use client";

import { Popover } from "@base-ui/react/popover";
import { type ReactNode, useRef } from "react";
import { classNames } from "@/components/ui/class-names";
import type { MenuPlacement } from "@/components/ui/menu";
import { returnFocus } from "@/components/ui/return-focus";
import type { Anchor } from "@/components/ui/use-anchored";

type Props = MenuPlacement & {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  anchor: Anchor | null;
  label: string;
  className?: string;
  children: ReactNode;
};

/** The lazily loaded part of `Popover`; use `Popover`. */
export default function PopoverPopup(props: Props) {
  const { isOpen, onOpenChange, anchor, label, side = "top", align = "start" } = props;
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Popover.Root open={isOpen} onOpenChange={onOpenChange}>
      <Popover.Portal>
        <Popover.Positioner
          anchor={anchor}
          side={side}
          align={align}
          sideOffset={8}
          collisionPadding={8}
          className="z-50"
        >
          <Popover.Popup
            ref={popup}
            aria-label={label}
            finalFocus={() => returnFocus(popup.current, anchor)}
            className={classNames(
              "float float-motion max-h-(--available-height) max-w-[calc(100vw-16px)] overflow-y-auto rounded-panel p-3 outline-none",
              props.className,
            )}
          >
            {props.children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
