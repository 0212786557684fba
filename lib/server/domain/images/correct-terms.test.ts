import { expect, test } from "vitest";
import { parseImageQuery } from "@/lib/contracts/image-query";
import { isOneErrorApart, sayTerms } from "./correct-terms";

test.each([
  ["boat", "boot"],
  ["boat", "bat"],
  ["boat", "boast"],
  ["boat", "baot"],
  ["boat", "oat"],
  ["boat", "boats"],
])("%s and %s are one error apart", (one, other) => {
  expect(isOneErrorApart(one, other)).toBe(true);
  expect(isOneErrorApart(other, one)).toBe(true);
});

test.each([
  ["boat", "boat"],
  ["boat", "beet"],
  ["boat", "taob"],
  ["boat", "boatss"],
  ["boat", "ba"],
])("%s and %s are not", (one, other) => {
  expect(isOneErrorApart(one, other)).toBe(false);
});

test("terms are said so that they are read back as the same", () => {
  const text =
    'old -"at dusk" by:me model:gpt shape:16:9 size:>=2048 before:2026-11-01 -tag:"two words" is:favourite in:fair has:parent';
  const plain = (query: string) =>
    parseImageQuery(query).map((term) => ({ ...term, start: 0, end: 0 }));
  expect(plain(sayTerms(parseImageQuery(text)))).toEqual(plain(text));
});
