import type { Anchor } from "@/components/ui/use-anchored";

/**
 * Returns the focus to the anchor after a popup closes, unless the action has moved it elsewhere meanwhile (`false`).
 */
export function returnFocus(popup: HTMLElement | null, anchor: Anchor | null) {
  const { activeElement } = document;
  if (activeElement !== document.body && !popup?.contains(activeElement)) return false;
  return anchor instanceof HTMLElement ? anchor : true;
}
