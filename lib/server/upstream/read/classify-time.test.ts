import { expect, test } from "vitest";
import { classifyError } from "./classify";
import { filterReasons } from "./filter-reasons";
import { redactText } from "./redact";

/** CPU time in ms, which is hardly affected by load on the machine. */
function spentOn(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1_000;
}

const SECRETS = [`sk-${"a1b2c3d4".repeat(6)}-x/y+z`, "another-long-secret-value-0123456789"];

test.each([
  "![",
  "[",
  "<",
  '{"a":"',
  "error ",
  "model not ",
  "ip address ",
  "ip_",
  "country_region_",
  "content was policy ",
  "sk-a1b2c3d4",
  "s   k  ",
  "\\u0073\\",
])("an error that repeats %j 100,000 times is classified within 5 s", (piece) => {
  const text = piece.repeat(100_000);
  const error = { message: text, code: text, type: text, metadata: { raw: text } };
  const spent = spentOn(() => {
    classifyError({ status: 403, error, text, retryAfterMs: null, is4K: false }, SECRETS);
    filterReasons([
      { choices: [{ message: { content: text, status: text, block_reason: text } }] },
    ]);
    redactText(text, SECRETS);
  });
  expect(spent).toBeLessThan(5_000);
});
