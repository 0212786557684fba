import { describe, expect, test } from "vitest";
import { redactText } from "./redact";

test.each([
  ["Incorrect API key provided: my-very-own-key.", "my-very-own-key"],
  ["Authorization: Bearer abcdefghijk", "abcdefghijk"],
  ["your key sk-proj-abc123DEF456 is wrong", "sk-proj-abc123DEF456"],
  ['{"api_key":"0123456789abcdef"}', "0123456789abcdef"],
  ["dial tcp 10.12.0.7:8080: refused", "10.12.0.7"],
  ["upstream http://172.20.3.4/v1", "172.20.3.4"],
  ["at relay-7.svc.cluster.local:3000", "relay-7"],
  ["connect [::1]:9000 failed", "::1"],
  ["connect localhost:9000 failed", "localhost"],
  ["connect ECONNREFUSED ::1:3000", "::1"],
  ['Post "http://one-api:3000/v1/chat": EOF', "one-api"],
  ["postgres://someone:p4ssword@db:5432/relay", "p4ssword"],
  ["postgres://someone:p4ssword@db:5432/relay", "db:5432"],
  ["Incorrect API key provided: sk-abc12******wxyz.", "wxyz"],
  ["GET /v1/models?key=abcdef123456", "abcdef123456"],
  ["from 169.254.169.254", "169.254.169.254"],
  ["see data:image/png;base64,iVBORw0KGgoAAAA now", "iVBORw0KGgo"],
])("%s", (text, secret) => {
  expect(redactText(text, ["my-very-own-key"])).not.toContain(secret);
});

test("text that helps a reader is kept", () => {
  const text =
    "Rate limit reached (request id: 2026090519422733007594196e93ae3), see https://docs.example.com/limits";
  expect(redactText(text)).toBe(text);
});

test("control characters are removed, and the length is bounded", () => {
  expect(redactText("a\u0000b\u202ec\nd")).toBe("abc\nd");
  expect(redactText("word ".repeat(5_000)).length).toBeLessThanOrEqual(2_000);
});

describe("a secret is hidden in every encoding", () => {
  const secret = "sq/own-key+4f7c91e2";
  const hexOf = (text: string) => Buffer.from(text).toString("hex");
  const base64Of = (text: string) => Buffer.from(text).toString("base64");

  test.each([
    ["with JSON's escapes", String.raw`sq\/own\u002dkey\u002b4f7c91e2`],
    ["with capital and doubled escapes", String.raw`sq\\\/own\\u002Dkey+4f7c91e2`],
    ["with every character escaped", [...secret].map(escaped).join("")],
    ["percent-encoded", encodeURIComponent(secret)],
    ["with HTML's escapes", "sq&#47;own&#x2d;key&#43;4f7c91e2"],
    ["spaced", [...secret].join(" ")],
    ["with zero-width characters", [...secret].join("\u200b")],
    ["broken over lines", "sq/own-\n  key+4f7c91e2"],
    ["in hexadecimal", hexOf(secret).toUpperCase()],
  ])("%s", (_how, written) => {
    expect(redactText(`id: ${written}.`, [secret])).toBe("id: [hidden].");
  });

  test.each(["", "u", "us", "user:", "Bearer "])("in base64 after %j", (before) => {
    for (const encoded of [
      base64Of(before + secret),
      Buffer.from(`${before}${secret} tail`).toString("base64url"),
    ]) {
      const kept = redactText(`x ${encoded} y`, [secret]);
      expect(kept).toContain("[hidden]");
      // At most one character of the secret is left at either end.
      expect(Buffer.from(kept.replace(/x |\[hidden\].*/g, ""), "base64").length).toBeLessThan(10);
      expect(kept).not.toContain(encoded.slice(6, 20));
    }
  });

  test("a text that shares only some characters with the secret is unchanged", () => {
    const text = "sq/own-keys are made at the desk, 4f7c91e";
    expect(redactText(text, [secret])).toBe(text);
  });
});

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
