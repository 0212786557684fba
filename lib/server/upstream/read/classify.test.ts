import { expect, test } from "vitest";
import { classifyError } from "./classify";

const codeOf = (status: number, error: { message: string; code?: string }) =>
  classifyError({ status, error, text: "", retryAfterMs: null, is4K: false }).code;

const message = "Unsupported value: this field is not open to your group";

test.each([
  [400, "invalid_request"],
  [401, "invalid_api_key"],
  [403, "access_restricted"],
])("a %i that speaks of a value is classified as %s", (status, code) => {
  expect(codeOf(status, { message })).toBe(code);
  expect(codeOf(status, { message, code: "unsupported_parameter" })).toBe(code);
});
