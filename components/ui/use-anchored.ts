"use client";

import { type MouseEvent, type PointerEvent, useCallback, useRef, useState } from "react";

/** Props of the trigger of a floating element. */
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

/** The pointer position as an anchor. */
export function pointAnchor(point: { clientX: number; clientY: number }): Anchor {
  const { clientX, clientY } = point;
  return { getBoundingClientRect: () => new DOMRect(clientX, clientY, 0, 0) };
}

/**
 * The light part of a menu or popover: open state and anchor. `preload` loads the heavy part (positioning, focus,
 * typeahead) when the pointer or the focus comes near.
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
      // The click has already closed the popup as an outside press, so it must not open it again.
      const isKeyboard = event.detail === 0;
      setOpen(isKeyboard ? !isOpen : !wasOpenOnPress.current);
    },
  };

  return { isOpen, setOpen, anchor, setAnchor, triggerProps, isMounted: wasEverOpen || isOpen };
}
