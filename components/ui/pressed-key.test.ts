import { expect, test } from "vitest";
import { isSendKey, pressedKey } from "@/components/ui/pressed-key";

const enter = { key: "Enter", keyCode: 13, isComposing: false, timeStamp: 5_000 };
const escape = { ...enter, key: "Escape", keyCode: 27 };
const plain = { shiftKey: false, altKey: false };

test("a key is the person's, from the DOM and from React alike", () => {
  expect(pressedKey(enter)).toBe("Enter");
  expect(pressedKey({ nativeEvent: escape })).toBe("Escape");
  expect(pressedKey({ ...enter, key: "ArrowDown", keyCode: 40 })).toBe("ArrowDown");
});

test.each([
  ["Enter", enter],
  ["Escape", escape],
  ["an arrow", { ...enter, key: "ArrowDown", keyCode: 40 }],
])("%s of an input method is its own", (_name, event) => {
  expect(pressedKey({ ...event, isComposing: true })).toBeNull();
  expect(pressedKey({ nativeEvent: { ...event, isComposing: true } })).toBeNull();
  // How Safari says it, and Chrome on Android.
  expect(pressedKey({ ...event, keyCode: 229 })).toBeNull();
});

test("in Safari the key that ended a composition comes right after its end", () => {
  expect(pressedKey(enter, 4_990)).toBeNull();
  expect(pressedKey(escape, 5_001)).toBeNull();
  expect(pressedKey(enter, 4_000)).toBe("Enter");
  // Typing on at once is typing.
  expect(pressedKey({ ...enter, key: "a", keyCode: 65 }, 4_990)).toBe("a");
});

test("Enter sends; with Shift or Alt, or in a composition, it does not", () => {
  expect(isSendKey({ ...enter, ...plain })).toBe(true);
  expect(isSendKey({ ...enter, ...plain, shiftKey: true })).toBe(false);
  expect(isSendKey({ ...enter, ...plain, altKey: true })).toBe(false);
  expect(isSendKey({ ...enter, ...plain, key: "a", keyCode: 65 })).toBe(false);
  expect(isSendKey({ ...enter, ...plain, isComposing: true })).toBe(false);
  expect(isSendKey({ nativeEvent: { ...enter, keyCode: 229 }, ...plain })).toBe(false);
});
