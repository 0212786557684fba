"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";
import type { ThreadId } from "@/lib/contracts/ids";

/** Whose row held the focus as it was taken away. */
let held: ThreadId | null = null;

/**
 * Pinned, or with news, a thread moves under another heading: that is another row, and the focus would be lost with the old
 * one. The new row takes it up; an open menu (`isOpen`) counts as the row's own.
 */
export function useKeptFocus(
  threadId: ThreadId,
  row: RefObject<HTMLElement | null>,
  link: RefObject<HTMLElement | null>,
  isOpen: boolean,
): void {
  const wasOpen = useRef(isOpen);
  useLayoutEffect(() => {
    wasOpen.current = isOpen;
  }, [isOpen]);
  useLayoutEffect(() => {
    if (held === threadId) {
      held = null;
      link.current?.focus();
    }
    const element = row.current;
    return () => {
      if (!wasOpen.current && !element?.contains(document.activeElement)) return;
      held = threadId;
      // A row that has gone for good leaves it to nobody.
      requestAnimationFrame(() => {
        held = null;
      });
    };
  }, [threadId, row, link]);
}
