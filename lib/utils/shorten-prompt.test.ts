import { expect, test } from "vitest";
import { shortenPrompt } from "@/lib/utils/shorten-prompt";

test("a short prompt stays, on one line", () => {
  expect(shortenPrompt("  make it\n night ", 60)).toBe("make it night");
});

test("a long one is cut at a word's end, without hanging punctuation", () => {
  expect(shortenPrompt("An old lighthouse, at dusk, by the sea", 20)).toBe("An old lighthouse…");
});

test("Chinese and emoji are cut between characters, never inside one", () => {
  expect(shortenPrompt("黄昏海边的老灯塔，远处有帆船", 8)).toBe("黄昏海边的老灯…");
  expect(shortenPrompt("🌊🌊🌊🌊", 3)).toBe("🌊🌊…");
  expect(shortenPrompt("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 3)).toBe("👨‍👩‍👧👨‍👩‍👧…");
  expect(shortenPrompt("நிநிநிநி", 3)).toBe("நிநி…");
});
