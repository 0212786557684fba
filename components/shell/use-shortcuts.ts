"use client";

import { useEffect, useEffectEvent } from "react";
import { pressedKey } from "@/components/ui/pressed-key";

/**
 * Single keys ("n", "?") and chords with Ctrl or ⌘ ("mod+k", "mod+shift+o"), spelt as in `KeyboardEvent.key`, in lower
 * case.
 */
export type Shortcuts = Record<string, () => void>;

/**
 * Handles keys anywhere in the window. Single keys are ignored while the user types, while a dialog or menu is open,
 * and during input method composition; chords always count.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const key = pressedKey(event)?.toLowerCase();
    if (event.defaultPrevented || key === undefined || event.altKey) return;
    const isChord = event.ctrlKey || event.metaKey;
    if (!isChord && (isTyping(event.target) || isSomethingOpen())) return;
    // Without a chord, Shift is already part of the key: "?" and not "/".
    const chord = isChord ? `mod+${event.shiftKey ? "shift+" : ""}` : "";
    const run = shortcuts[`${chord}${key}`];
    if (!run) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input, textarea, select"))
  );
}

function isSomethingOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}
