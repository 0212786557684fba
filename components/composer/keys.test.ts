import { expect, test } from "vitest";
import { isForInputMethod, isSendKey } from "@/components/composer/keys";

const enter = { key: "Enter", keyCode: 13, shiftKey: false, altKey: false, isComposing: false };

test("Enter sends, Shift+Enter and Alt+Enter break the line", () => {
  expect(isSendKey(enter)).toBe(true);
  expect(isSendKey({ ...enter, shiftKey: true })).toBe(false);
  expect(isSendKey({ ...enter, altKey: true })).toBe(false);
  expect(isSendKey({ ...enter, key: "a", keyCode: 65 })).toBe(false);
});

test("the Enter that takes an input method's word sends nothing", () => {
  expect(isSendKey({ ...enter, isComposing: true })).toBe(false);
  // Safari: the composition has ended before the key arrives.
  expect(isSendKey({ ...enter, keyCode: 229 })).toBe(false);
  expect(isForInputMethod({ ...enter, key: "Escape", keyCode: 27, isComposing: true })).toBe(true);
});
