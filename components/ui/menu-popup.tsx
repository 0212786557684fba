"use client";

import { Menu } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import { useEffect, useRef } from "react";
import { classNames } from "@/components/ui/class-names";
import { Kbd } from "@/components/ui/kbd";
import type { MenuAction, MenuEntry, MenuPlacement } from "@/components/ui/menu";
import { pressedKey } from "@/components/ui/pressed-key";
import { returnFocus } from "@/components/ui/return-focus";
import type { Anchor } from "@/components/ui/use-anchored";

type Props = MenuPlacement & {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  anchor: Anchor | null;
  entries: readonly MenuEntry[];
  label: string;
};

/** The lazily loaded part of `Menu`; use `Menu`. */
export default function MenuPopup(props: Props) {
  const { isOpen, onOpenChange, anchor, entries, label, side = "bottom", align = "start" } = props;
  const popup = useRef<HTMLDivElement>(null);
  // Where a menu action has moved the focus, such as into the composer. An open menu traps the focus.
  const movedFocusTo = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (isOpen) movedFocusTo.current = null;
  }, [isOpen]);
  const choose = ({ onSelect }: MenuAction) => {
    onSelect();
    const { activeElement } = document;
    const isInside = activeElement === document.body || popup.current?.contains(activeElement);
    movedFocusTo.current = !isInside && activeElement instanceof HTMLElement ? activeElement : null;
  };
  return (
    <Menu.Root open={isOpen} onOpenChange={onOpenChange}>
      <Menu.Portal>
        <Menu.Positioner
          anchor={anchor}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 outline-none"
        >
          <Menu.Popup
            ref={popup}
            aria-label={label}
            finalFocus={() => movedFocusTo.current ?? returnFocus(popup.current, anchor)}
            onKeyDown={(event) => {
              // Tab closes the menu and returns to its trigger.
              if (pressedKey(event) !== "Tab") return;
              event.preventDefault();
              onOpenChange(false);
            }}
            className="float float-motion max-h-(--available-height) max-w-[min(320px,calc(100vw-16px))] min-w-48 overflow-y-auto rounded-[11px] p-1 outline-none"
          >
            {entries.map((entry, index) => (
              <Entry key={index} entry={entry} onChoose={choose} />
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

type OnChoose = (entry: MenuAction) => void;

function Entry({ entry, onChoose }: { entry: MenuEntry; onChoose: OnChoose }) {
  if (entry === "separator") return <Menu.Separator className="mx-2 my-1 h-px bg-line" />;
  if ("heading" in entry) {
    return <div className="px-2.5 pt-2 pb-1 text-[12px] text-muted">{entry.heading}</div>;
  }
  return <Row entry={entry} onChoose={() => onChoose(entry)} />;
}

function Row({ entry, onChoose }: { entry: MenuAction; onChoose: () => void }) {
  const className = classNames(
    "flex min-h-8 items-center gap-2.5 rounded-[7px] px-2.5 py-1 text-[14px] outline-none select-none data-disabled:opacity-45 data-highlighted:bg-hover pointer-coarse:min-h-11",
    entry.isDangerous ? "text-danger" : "text-ink",
  );
  const body = (
    <>
      {entry.icon && (
        <span className="flex size-4 items-center justify-center text-muted">{entry.icon}</span>
      )}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{entry.label}</span>
        {entry.note && <span className="block truncate text-[12px] text-muted">{entry.note}</span>}
      </span>
      {entry.detail && <span className="shrink-0 text-[12px] text-muted">{entry.detail}</span>}
      {entry.isChecked && <Check aria-hidden className="size-4 text-accent" />}
      {entry.keys && <Kbd isHint>{entry.keys}</Kbd>}
    </>
  );
  if (entry.isChecked === undefined) {
    return (
      <Menu.Item className={className} onClick={onChoose} disabled={entry.isDisabled}>
        {body}
      </Menu.Item>
    );
  }
  return (
    <Menu.CheckboxItem
      className={className}
      checked={entry.isChecked}
      onCheckedChange={onChoose}
      disabled={entry.isDisabled}
      closeOnClick
    >
      {body}
    </Menu.CheckboxItem>
  );
}
