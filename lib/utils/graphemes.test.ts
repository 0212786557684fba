import { expect, test } from "vitest";
import { graphemesOf, takeGraphemes } from "@/lib/utils/graphemes";

const FAMILY = "👨‍👩‍👧‍👦";

test.each([
  ["abc", 3],
  ["नमस्ते", 3],
  ["A\u0308pfel", 5],
  [FAMILY, 1],
  ["🇨🇳🇩🇪", 2],
  ["👍🏽1️⃣", 2],
  ["می‌خواهم", 7],
])("%s counts as %i graphemes", (text, count) => {
  expect(graphemesOf(text)).toHaveLength(count);
  expect(graphemesOf(text).join("")).toBe(text);
});

test("text is cut between graphemes, by count and by bytes", () => {
  expect(takeGraphemes(`a${FAMILY}b`, 2)).toBe(`a${FAMILY}`);
  expect(takeGraphemes(`a${FAMILY}b`, 3, 25)).toBe("a");
  expect(takeGraphemes("夜晚的海", 9, 7)).toBe("夜晚");
  expect(takeGraphemes("", 5)).toBe("");
});

test("without a segmenter no surrogate pair is cut", () => {
  const { Segmenter } = Intl;
  Reflect.deleteProperty(Intl, "Segmenter");
  try {
    expect(takeGraphemes("🌊🌊", 1)).toBe("🌊");
  } finally {
    Object.assign(Intl, { Segmenter });
  }
});
