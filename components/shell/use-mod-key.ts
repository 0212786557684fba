"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** The workspace switcher's shortcut as written on this platform. */
export function useSwitcherKeys(): string {
  return useModKey() === "⌘" ? "⇧⌘O" : "Ctrl Shift O";
}

/** The modifier key's label on this platform: "⌘" on Apple's, "Ctrl " elsewhere. */
export function useModKey(): string {
  return useSyncExternalStore(
    never,
    () => (/Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl "),
    () => "Ctrl ",
  );
}
