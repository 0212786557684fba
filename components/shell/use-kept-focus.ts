"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";
import type { ThreadId } from "@/lib/contracts/ids";

/** The thread whose row was focused when it unmounted. */
let held: ThreadId | null = null;

/**
 * Keeps the focus when a thread moves to another group (pinned, or newly active) and its row remounts. An open menu
 * (`isOpen`) counts as focus within the row.
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
      // If the row does not remount within a frame, drop it.
      requestAnimationFrame(() => {
        held = null;
      });
    };
  }, [threadId, row, link]);
}
