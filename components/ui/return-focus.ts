import type { Anchor } from "@/components/ui/use-anchored";

/**
 * Where the focus goes once what floated is gone: to what it stood by. Fading out takes a moment, and by its end what was
 * pressed may have led on, to a dialog or a page: that is not taken back (`false`).
 */
export function returnFocus(popup: HTMLElement | null, anchor: Anchor | null) {
  const { activeElement } = document;
  if (activeElement !== document.body && !popup?.contains(activeElement)) return false;
  return anchor instanceof HTMLElement ? anchor : true;
}
