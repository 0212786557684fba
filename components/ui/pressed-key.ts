/** A key event of the DOM, or React's around one. */
type Press = Pick<KeyboardEvent, "key" | "keyCode" | "isComposing" | "timeStamp">;
type KeyEvent = Press | { nativeEvent: Press };

/** Safari ends a composition before it gives the key that ended it; both carry nearly the same time. */
const SAME_PRESS_MS = 30;
let compositionEndedAt = -Infinity;
if (typeof document !== "undefined") {
  const listen = (event: Event) => {
    compositionEndedAt = event.timeStamp;
  };
  document.addEventListener("compositionend", listen, { capture: true });
}

/**
 * The key that a person pressed, as `event.key` names it. Null for a key that belongs to an input method: its Enter takes
 * the word that is being chosen, its Escape gives the word up, its arrows walk through the choices.
 *
 * Every key handler asks here and never the event itself (the structure check sees to it): browsers tell such a key in three ways,
 * by `isComposing`, by the key code 229, and Safari by nothing but the `compositionend` just before it.
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

/** Enter sends. Shift or Alt with it breaks the line. */
export function isSendKey(event: Modified): boolean {
  return pressedKey(event) === "Enter" && !event.shiftKey && !event.altKey;
}

/** What holds a button down without a mouse. */
export function isHoldKey(event: KeyEvent): boolean {
  const key = pressedKey(event);
  return key === " " || key === "Enter";
}
