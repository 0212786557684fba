"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** What the chord key is called on this machine: "⌘" on Apple's, "Ctrl " elsewhere. */
export function useModKey(): string {
  return useSyncExternalStore(
    never,
    () => (/Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl "),
    () => "Ctrl ",
  );
}
