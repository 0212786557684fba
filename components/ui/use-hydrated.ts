"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** False on the server and while its markup is taken over, true for what is put on the page afterwards. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
