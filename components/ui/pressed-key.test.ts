import { expect, test } from "vitest";
import { isSendKey, pressedKey } from "@/components/ui/pressed-key";

const enter = { key: "Enter", keyCode: 13, isComposing: false, timeStamp: 5_000 };
const escape = { ...enter, key: "Escape", keyCode: 27 };
const plain = { shiftKey: false, altKey: false };

test("pressedKey reads the key from DOM and React events", () => {
  expect(pressedKey(enter)).toBe("Enter");
  expect(pressedKey({ nativeEvent: escape })).toBe("Escape");
  expect(pressedKey({ ...enter, key: "ArrowDown", keyCode: 40 })).toBe("ArrowDown");
});

test.each([
  ["Enter", enter],
  ["Escape", escape],
  ["an arrow", { ...enter, key: "ArrowDown", keyCode: 40 }],
])("%s of an input method is ignored", (_name, event) => {
  expect(pressedKey({ ...event, isComposing: true })).toBeNull();
  expect(pressedKey({ nativeEvent: { ...event, isComposing: true } })).toBeNull();
  // Safari and Chrome on Android report key code 229.
  expect(pressedKey({ ...event, keyCode: 229 })).toBeNull();
});

test("in Safari the key that ended a composition is ignored right after its end", () => {
  expect(pressedKey(enter, 4_990)).toBeNull();
  expect(pressedKey(escape, 5_001)).toBeNull();
  expect(pressedKey(enter, 4_000)).toBe("Enter");
  // A printable key right after a composition is typing.
  expect(pressedKey({ ...enter, key: "a", keyCode: 65 }, 4_990)).toBe("a");
});

test("Enter sends, but not with Shift or Alt or during a composition", () => {
  expect(isSendKey({ ...enter, ...plain })).toBe(true);
  expect(isSendKey({ ...enter, ...plain, shiftKey: true })).toBe(false);
  expect(isSendKey({ ...enter, ...plain, altKey: true })).toBe(false);
  expect(isSendKey({ ...enter, ...plain, key: "a", keyCode: 65 })).toBe(false);
  expect(isSendKey({ ...enter, ...plain, isComposing: true })).toBe(false);
  expect(isSendKey({ nativeEvent: { ...enter, keyCode: 229 }, ...plain })).toBe(false);
});
