import type { KeyboardEvent } from "react";
import { pressedKey } from "@/components/ui/pressed-key";

/** Moves the focus through a thread list with arrow keys, Home and End. Returns whether the key was one of them. */
export function moveFocus(event: KeyboardEvent<HTMLAnchorElement>): boolean {
  const list = event.currentTarget.closest("nav");
  const rows = [...(list?.querySelectorAll<HTMLAnchorElement>("a[data-thread]") ?? [])];
  const at = rows.indexOf(event.currentTarget);
  const key = pressedKey(event) ?? "";
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[key];
  if (to === undefined) return false;
  rows[to]?.focus();
  return true;
}
