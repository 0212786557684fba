import { expect, test } from "vitest";
import {
  besideTokens,
  fromShown,
  mendTokens,
  shownMention,
  toPlain,
  tokensIn,
  toShown,
} from "@/components/composer/shown-mentions";
import { id } from "@/lib/client/fold-event.fixtures";
import { mentionOf } from "@/lib/client/mention-text";
import type { ImageId } from "@/lib/contracts/ids";

const A = id<ImageId>("01a20348-f6eb-715b-baff-71a024a1dd02");
const B = id<ImageId>("01a20348-f6eb-715b-baff-71a024a1dd03");
const a = shownMention(A, "image 2");
const b = shownMention(B, "image 3");
const numbers = (imageId: ImageId) =>
  imageId === A ? "image 2" : imageId === B ? "image 3" : null;

test("stored text shows tokens and reads back with the same pictures", () => {
  const text = `Put ${mentionOf(A)} beside ${mentionOf(B)}`;
  const shown = toShown(text, numbers);
  expect(shown).toBe(`Put ${a} beside ${b}`);
  expect(fromShown(shown)).toBe(text);
  expect(toPlain(shown)).toBe("Put   image 2 beside image 3".replace("   ", " "));
  expect(tokensIn(shown).map(({ imageId }) => imageId)).toEqual([A, B]);
});

test("a token with an outdated number still names its picture, so undo cannot switch pictures", () => {
  const stale = `Put ${shownMention(A, "image 3")} here`;
  expect(toShown(fromShown(stale), numbers)).toBe(`Put ${a} here`);
});

test("a mention of a removed picture is not shown", () => {
  const gone = id<ImageId>("gone");
  expect(toShown(`Put ${mentionOf(gone)} here`, numbers)).toBe("Put here");
});

test("a token whose picture this tab does not know becomes plain words", () => {
  const stranger = "\u2007\u2007\u202Fimage\u00A07\u{E0101}\u{E0102}\u{E0103}\u{E0104}";
  expect(fromShown(`as ${stranger}`)).toBe("as image 7");
  expect(tokensIn(stranger)).toEqual([]);
});

const whole = `Put ${a} here`;
test.each([
  ["its last character deleted", `Put ${a.slice(0, -2)} here`, "Put  here", 4],
  ["its number and tag deleted", `Put ${a.slice(0, -9)} here`, "Put  here", 4],
  ["its first space deleted", `Put ${a.slice(1)} here`, "Put  here", 4],
  ["a word and part of it deleted", `Put ${a.slice(0, 5)}re`, "Put re", 4],
  ["a word before and part of it deleted", `P${a.slice(4)} here`, "P here", 1],
  [
    "a word typed inside it",
    `Put ${a.slice(0, 1)}xy${a.slice(1)} here`,
    `Put ${a}xy here`,
    4 + a.length + 2,
  ],
])("the token is kept whole or removed: %s", (_name, after, text, caret) => {
  expect(mendTokens(whole, after)).toEqual({ text, caret });
});

test("an edit beside a token changes nothing else", () => {
  for (const after of [`Put ${a}x here`, `Put x${a} here`, `Put ${a}${b} here`, "Put  here", ""]) {
    expect(mendTokens(whole, after)).toBeNull();
  }
  expect(mendTokens(`${a} ${b}`, b)).toBeNull();
  // Ideographic variation selectors are part of names.
  expect(mendTokens("葛", "葛\u{E0100}城")).toBeNull();
});

test("the caret passes a token in one step, in both directions", () => {
  const tokens = tokensIn(whole);
  const end = 4 + a.length;
  expect(besideTokens(tokens, end - 2, end)).toBe(4);
  expect(besideTokens(tokens, 5, 4)).toBe(end);
  expect(besideTokens(tokens, 5, 5)).toBe(4);
  expect(besideTokens(tokens, 2, 9)).toBe(2);
});
