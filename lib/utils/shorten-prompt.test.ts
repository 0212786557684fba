import { expect, test } from "vitest";
import { shortenPrompt } from "@/lib/utils/shorten-prompt";

test("a short prompt is kept on one line", () => {
  expect(shortenPrompt("  make it\n night ", 60)).toBe("make it night");
});

test("a long prompt is cut at the end of a word, without trailing punctuation", () => {
  expect(shortenPrompt("An old lighthouse, at dusk, by the sea", 20)).toBe("An old lighthouse…");
});

test("Chinese and emoji are cut between graphemes", () => {
  expect(shortenPrompt("黄昏海边的老灯塔，远处有帆船", 8)).toBe("黄昏海边的老灯…");
  expect(shortenPrompt("🌊🌊🌊🌊", 3)).toBe("🌊🌊…");
  expect(shortenPrompt("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 3)).toBe("👨‍👩‍👧👨‍👩‍👧…");
  expect(shortenPrompt("நிநிநிநி", 3)).toBe("நிநி…");
});
