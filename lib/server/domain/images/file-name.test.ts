import { expect, test } from "vitest";
import { cleanName, endingOf, toFileStem } from "./file-name";

const NFD = (text: string) => text.normalize("NFD");
const FAMILY = "👨‍👩‍👧‍👦";
const SCOTLAND = "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}";

test.each([
  ["Old lighthouse, at night…", "old-lighthouse-at-night"],
  ["नमस्ते दुनिया", "नमस्ते-दुनिया"],
  ["தமிழ்", "தமிழ்"],
  ["ภาพที่สวยงาม", "ภาพที่สวยงาม"],
  [NFD("München Äpfel"), "münchen-äpfel".normalize("NFC")],
  [NFD("Việt Nam"), "việt-nam".normalize("NFC")],
  [NFD("가나다"), "가나다".normalize("NFC")],
  ["می‌خواهم", "می‌خواهم"],
  ["ශ්‍රී", "ශ්‍රී"],
  [`Family ${FAMILY} at sea`, `family-${FAMILY}-at-sea`],
  ["👍🏽 ok", "👍🏽-ok"],
  ["🇨🇳 flag", "🇨🇳-flag"],
  [SCOTLAND, SCOTLAND],
  ["1️⃣ first", "1️⃣-first"],
  ["夜晚：海／船", "夜晚-海-船"],
  ["葛\u{E0100}城", "葛\u{E0100}城"],
  ["İstanbul", "i̇stanbul"],
  ["© 2026 ™ a←b", "2026-a-b"],
  ["a\u202Egnp.exe", "a-gnp-exe"],
  ["../../etc/passwd\u0000", "etc-passwd"],
  ["\u0301\u200D --- ", "picture"],
  ["a\u{E0041}b", "ab"],
])("%j is kept as %j", (name, stem) => {
  expect(toFileStem(name)).toBe(stem);
  expect(toFileStem(name)).toBe(toFileStem(name).normalize("NFC"));
});

test("a long name is cut between characters, within file system limits", () => {
  expect(toFileStem("a".repeat(100))).toHaveLength(60);
  expect(toFileStem(FAMILY.repeat(60))).toBe(FAMILY.repeat(7));
  expect(Buffer.byteLength(toFileStem("நி".repeat(100)))).toBeLessThanOrEqual(180);
  expect(toFileStem(`${"a".repeat(59)} b`)).toBe("a".repeat(59));
  expect(toFileStem("", "thread")).toBe("thread");
});

test.each([
  ["C:\\photos\\नमस्ते दुनिया.png", "नमस्ते दुनिया"],
  [NFD("München Äpfel.jpeg"), "München Äpfel".normalize("NFC")],
  ["می‌خواهم.webp", "می‌خواهم"],
  [`${FAMILY}.gif`, FAMILY],
  ["a\u202Eb\u0007c.png", "abc"],
  ["half \ud83d.png", "half \ufffd"],
  [".png", "picture"],
])("%j is shown as %j", (name, shown) => expect(cleanName(name)).toBe(shown));

test("a display name ends with a whole character", () => {
  expect(cleanName(FAMILY.repeat(200)).replaceAll(FAMILY, "")).toBe("");
});

test("the extension follows the content type", () => expect(endingOf("image/jpeg")).toBe("jpg"));
