import { expect, test } from "vitest";
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

test("what helps a person stays", () => {
  const text =
    "Rate limit reached (request id: 2026090519422733007594196e93ae3), see https://docs.example.com/limits";
  expect(redactText(text)).toBe(text);
});

test("control characters go, and length is bounded", () => {
  expect(redactText("a\u0000b\u202ec\nd")).toBe("abc\nd");
  expect(redactText("word ".repeat(5_000)).length).toBeLessThanOrEqual(2_000);
});
