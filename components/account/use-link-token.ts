"use client";

import { useSyncExternalStore } from "react";

/**
 * The token from the fragment, which no server and no log sees; null if there is none; undefined during server
 * rendering.
 */
export function useLinkToken(): string | null | undefined {
  return useSyncExternalStore(
    subscribe,
    () => location.hash.slice(1) || null,
    () => undefined,
  );
}

/** Another link opened in the same tab changes only the fragment. */
function subscribe(onChange: () => void): () => void {
  addEventListener("hashchange", onChange);
  return () => removeEventListener("hashchange", onChange);
}
