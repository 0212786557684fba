import { expect, test } from "vitest";
import { refuseNul } from "./refuse-nul";

test.each([
  ["a text", "\0", ""],
  ["a field", { name: "a\0b" }, "name"],
  ["a list further in", { settings: { words: ["a", "\0"] } }, "settings.words.1"],
])("a NUL in %s is refused with its path", (_, value, field) => {
  expect(() => refuseNul(value)).toThrow(
    expect.objectContaining({ code: "invalid_field", extra: expect.objectContaining({ field }) }),
  );
});

test.each([
  ["every other character", { prompt: "a\u0001\n\\u0000 雨 \ud83c\udf27 \ud800" }],
  ["what is no text", { at: null, n: 0, isHere: true, list: [1, undefined] }],
  ["bytes", { file: Buffer.from("\0"), stream: new Blob(["\0"]).stream() }],
])("%s is accepted", (_, value) => {
  expect(() => refuseNul(value)).not.toThrow();
});
