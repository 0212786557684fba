"use client";

import { useEffect, useEffectEvent } from "react";
import { pressedKey } from "@/components/ui/pressed-key";

/** Single keys ("n", "?") and chords with Ctrl or ⌘ ("mod+k", "mod+shift+o"), as browsers spell them, in lower case. */
export type Shortcuts = Record<string, () => void>;

/**
 * Listens for keys anywhere in the window. A single key is left alone while someone types, while a dialog or a menu
 * is open, and while an input method composes; a chord always counts.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const key = pressedKey(event)?.toLowerCase();
    if (event.defaultPrevented || key === undefined || event.altKey) return;
    const isChord = event.ctrlKey || event.metaKey;
    if (!isChord && (isTyping(event.target) || isSomethingOpen())) return;
    // By itself Shift is part of the key's spelling: "?" and not "/".
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
