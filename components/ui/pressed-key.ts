/** A DOM key event, or React's wrapper of one. */
type Press = Pick<KeyboardEvent, "key" | "keyCode" | "isComposing" | "timeStamp">;
type KeyEvent = Press | { nativeEvent: Press };

/** Safari fires `compositionend` before the key event that caused it; their timestamps nearly match. */
const SAME_PRESS_MS = 30;
let compositionEndedAt = -Infinity;
if (typeof document !== "undefined") {
  const listen = (event: Event) => {
    compositionEndedAt = event.timeStamp;
  };
  document.addEventListener("compositionend", listen, { capture: true });
}

/**
 * The pressed key as in `event.key`; null for a key that an input method uses: Enter to accept a candidate, Escape to
 * dismiss it, arrows to choose.
 * Every key handler uses this instead of `event.key` (enforced by the structure check), because browsers report such a
 * key in three ways: `isComposing`, key code 229, and in Safari only a `compositionend` just before it.
 */
export function pressedKey(event: KeyEvent, endedAt = compositionEndedAt): string | null {
  const press = "nativeEvent" in event ? event.nativeEvent : event;
  const { key, keyCode, isComposing, timeStamp } = press;
  if (isComposing || keyCode === 229) return null;
  const mayEndComposition = key === "Enter" || key === "Escape" || key === "Tab";
  if (mayEndComposition && Math.abs(timeStamp - endedAt) < SAME_PRESS_MS) return null;
  return key;
}

type Modified = KeyEvent & { shiftKey: boolean; altKey: boolean };

/** Enter sends; with Shift or Alt it breaks the line. */
export function isSendKey(event: Modified): boolean {
  return pressedKey(event) === "Enter" && !event.shiftKey && !event.altKey;
}

/** Keys that hold a button down, like a mouse press. */
export function isHoldKey(event: KeyEvent): boolean {
  const key = pressedKey(event);
  return key === " " || key === "Enter";
}
