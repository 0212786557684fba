import { expect, test } from "vitest";
import { SecretMask } from "./secret-mask";

const SECRET = "sk-a-secret/key";

test.each([
  ["plain", SECRET],
  ["with escaped hyphens", SECRET.replaceAll("-", "\\u002d")],
  ["with escaped hyphens and slashes", SECRET.replaceAll("-", "\\u002D").replaceAll("/", "\\/")],
  ["percent-encoded", encodeURIComponent(SECRET)],
])("a secret %s is masked wherever two chunks divide it", (_form, echoed) => {
  const body = Buffer.from(`{"message":"bad key ${echoed}!"}`);
  for (let at = 0; at <= body.length; at += 1) {
    const mask = new SecretMask(SECRET);
    const chunks = [body.subarray(0, at), body.subarray(at)];
    const passed = Buffer.concat([...chunks.flatMap((chunk) => mask.push(chunk)), mask.flush()]);
    expect(passed.toString()).toBe(`{"message":"bad key ${"*".repeat(echoed.length)}!"}`);
  }
});

test("only bytes that may begin the secret are held back", () => {
  const mask = new SecretMask(SECRET);
  expect(Buffer.concat(mask.push(Buffer.from("all of it"))).toString()).toBe("all of it");
  expect(Buffer.concat(mask.push(Buffer.from("then sk-a"))).toString()).toBe("then ");
  expect(mask.flush().toString()).toBe("sk-a");
});
