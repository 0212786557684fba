"use client";

import { useEffect, useEffectEvent } from "react";
import { pressedKey } from "@/components/ui/pressed-key";

/**
 * Single keys ("n", "?"), named keys with Shift ("shift+arrowup"), and chords with Ctrl or ⌘ ("mod+k", "mod+shift+o"),
 * spelt as in `KeyboardEvent.key`, in lower case.
 */
export type Shortcuts = Record<string, () => void>;

/** Chords that edit text, and are left to it. */
const EDITING: ReadonlySet<string> = new Set(["a"]);

/**
 * Handles keys anywhere in the window. Single keys are ignored while the user types, while a dialog or menu is open,
 * and during input method composition; chords that edit no text always count.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const key = pressedKey(event)?.toLowerCase();
    if (event.defaultPrevented || key === undefined || event.altKey) return;
    const isChord = event.ctrlKey || event.metaKey;
    const isGlobal = isChord && !EDITING.has(key);
    if (!isGlobal && (isTyping(event.target) || isSomethingOpen())) return;
    // Without a chord, Shift is already part of a character: "?" and not "/".
    const shift = event.shiftKey ? "shift+" : "";
    const named = !isChord && key.length > 1 ? shortcuts[`${shift}${key}`] : undefined;
    const run = named ?? shortcuts[isChord ? `mod+${shift}${key}` : key];
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
