import { expect, test } from "vitest";
import { safeNext } from "@/components/account/safe-next";

test.each([
  ["/t/1?at=2", "/t/1?at=2"],
  [undefined, "/"],
  [["/a", "/b"], "/"],
  ["https://elsewhere.example", "/"],
  ["//elsewhere.example", "/"],
  ["/\\elsewhere.example", "/"],
  ["/\t/elsewhere.example", "/"],
  ["javascript:alert(1)", "/"],
])("the next page for %j is %s", (next, expected) => {
  expect(safeNext(next)).toBe(expected);
});
