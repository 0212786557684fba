import { expect, test } from "vitest";
import { pickLocale } from "@/lib/utils/locale";

test.each([
  ["zh", "en-GB", "zh"],
  [undefined, "zh-CN,zh;q=0.9,en;q=0.8", "zh"],
  [undefined, "en;q=0.5, zh-Hans-SG", "zh"],
  [undefined, "de-DE, zh;q=0.4, en;q=0.6", "en"],
  [undefined, "zh;q=0, en;q=0.1", "en"],
  [undefined, "fr", "en"],
  [undefined, null, "en"],
  ["xx", "zh", "zh"],
] as const)("cookie %s and header %s give %s", (cookie, header, expected) => {
  expect(pickLocale(cookie, header)).toBe(expected);
});
