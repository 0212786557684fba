"use client";

import { type MouseEvent, type PointerEvent, useCallback, useRef, useState } from "react";

/** What a trigger of something that floats carries. */
export type TriggerProps = {
  onClick?: (event: MouseEvent<HTMLElement>) => void;
  onPointerDown?: (event: PointerEvent<HTMLElement>) => void;
  onPointerEnter?: () => void;
  onFocus?: () => void;
  "aria-haspopup"?: "menu" | "dialog";
  "aria-expanded"?: boolean;
};

/** An element, or a point of the window (for a context menu). */
export type Anchor = Element | { getBoundingClientRect(): DOMRect };

/** The place of a pointer, as something to stand by. */
export function pointAnchor(point: { clientX: number; clientY: number }): Anchor {
  const { clientX, clientY } = point;
  return { getBoundingClientRect: () => new DOMRect(clientX, clientY, 0, 0) };
}

/**
 * The light half of a menu or popover: it knows whether it is open and by what it stands. The heavy half
 * (positioning, focus, typeahead) is fetched by `preload` when a pointer or the focus comes near.
 */
export function useAnchored(
  kind: "menu" | "dialog",
  preload: () => void,
  controlled?: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void },
) {
  const [isOwnOpen, setOwnOpen] = useState(false);
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  const [wasEverOpen, setEverOpen] = useState(false);
  const wasOpenOnPress = useRef(false);
  const isOpen = controlled ? controlled.isOpen : isOwnOpen;
  const notify = controlled?.onOpenChange;

  const setOpen = useCallback(
    (next: boolean) => {
      if (next) setEverOpen(true);
      setOwnOpen(next);
      notify?.(next);
    },
    [notify],
  );

  const triggerProps: TriggerProps = {
    "aria-haspopup": kind,
    "aria-expanded": isOpen,
    onPointerEnter: preload,
    onFocus: preload,
    onPointerDown: () => {
      wasOpenOnPress.current = isOpen;
    },
    onClick: (event) => {
      setAnchor(event.currentTarget);
      // A press outside has already closed it by now: the press on the trigger must not open it again.
      const isKeyboard = event.detail === 0;
      setOpen(isKeyboard ? !isOpen : !wasOpenOnPress.current);
    },
  };

  return { isOpen, setOpen, anchor, setAnchor, triggerProps, isMounted: wasEverOpen || isOpen };
}
