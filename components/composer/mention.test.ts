import { expect, test } from "vitest";
import { findMention, referenceNumber } from "@/components/composer/mention";

test("a mention begins at an @ that is not part of an e-mail address", () => {
  expect(findMention("like @light", 11)).toEqual({ start: 5, query: "light" });
  expect(findMention("像@灯塔", 4)).toEqual({ start: 1, query: "灯塔" });
  expect(findMention("write to ada@example", 20)).toBeNull();
  expect(findMention("@ then", 6)).toBeNull();
  expect(findMention("no at", 5)).toBeNull();
});

test("findMention reads only the text before the caret", () => {
  expect(findMention("@boat and more", 5)).toEqual({ start: 0, query: "boat" });
});

test("references are numbered from 2 when a picture is being refined", () => {
  expect(referenceNumber(0, false)).toBe(1);
  expect(referenceNumber(0, true)).toBe(2);
});
