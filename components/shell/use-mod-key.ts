"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** How the keys that open the switcher are written on this machine. */
export function useSwitcherKeys(): string {
  return useModKey() === "⌘" ? "⇧⌘O" : "Ctrl Shift O";
}

/** What the chord key is called on this machine: "⌘" on Apple's, "Ctrl " elsewhere. */
export function useModKey(): string {
  return useSyncExternalStore(
    never,
    () => (/Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl "),
    () => "Ctrl ",
  );
}
