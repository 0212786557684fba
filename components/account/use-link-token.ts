"use client";

import { useSyncExternalStore } from "react";

/**
 * What stands behind the `#` of the address, which no server and no log has seen; null where nothing does. Undefined until
 * the page is in a browser.
 */
export function useLinkToken(): string | null | undefined {
  return useSyncExternalStore(
    subscribe,
    () => location.hash.slice(1) || null,
    () => undefined,
  );
}

/** A second link that is opened in the same tab changes nothing else. */
function subscribe(onChange: () => void): () => void {
  addEventListener("hashchange", onChange);
  return () => removeEventListener("hashchange", onChange);
}
