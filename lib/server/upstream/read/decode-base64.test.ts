import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { decodeBase64 } from "./decode-base64";

test.each(["base64", "base64url"] as const)("decodes %s of any length as Node does", (alphabet) => {
  for (let length = 0; length <= 66; length += 1) {
    const bytes = randomBytes(length);
    const chars = Buffer.from(bytes.toString(alphabet).replace(/=+$/, ""));
    const out = Buffer.alloc(length);
    expect(decodeBase64(chars, out)).toBe(length);
    expect(out).toEqual(bytes);
  }
});

test("one character behind the last group gives no byte", () => {
  const out = Buffer.alloc(4);
  expect(decodeBase64(Buffer.from("AQIDB"), out)).toBe(3);
  expect([...out]).toEqual([1, 2, 3, 0]);
});
