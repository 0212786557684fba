import { expect, test } from "vitest";
import { AppError, toProblem } from "@/lib/server/errors";
import { errorOfFailure, errorOfProblem } from "./compat-error";

const problem = (...given: ConstructorParameters<typeof AppError>) =>
  errorOfProblem(toProblem(new AppError(...given), "1"));

test.each([
  ["not_signed_in", 401, "authentication_error", "not_signed_in"],
  ["wrong_scope", 403, "permission_error", "wrong_scope"],
  ["invalid_field", 400, "invalid_request_error", "invalid_field"],
  ["unknown_model", 404, "invalid_request_error", "model_not_found"],
  ["not_found", 404, "invalid_request_error", "not_found"],
  ["too_many_attempts", 429, "rate_limit_error", "too_many_attempts"],
  ["internal", 500, "server_error", "internal"],
] as const)("%s is %i", (code, status, type, named) => {
  expect(problem(code)).toMatchObject({ status, body: { error: { type, code: named } } });
});

test("names the field and the allowed values", () => {
  const { body } = problem("size_not_offered", { field: "size", details: { hint: "try auto" } });
  expect(body.error).toMatchObject({
    message: "This model does not offer that size (size; try auto).",
    param: "size",
  });
});

test("a request error is a 400 that says what it cost", () => {
  const { status, body } = errorOfFailure({
    code: "model_refused",
    billed: "yes",
    words: "I cannot draw that.",
  });
  expect(status).toBe(400);
  expect(body.error).toMatchObject({
    code: "model_refused",
    message:
      "The model refused this. Change the prompt. The model said: I cannot draw that. The call was billed.",
  });
});

test("unbilled failures are retryable by clients, possibly billed ones are not", () => {
  const unbilled = errorOfFailure({ code: "upstream_error", billed: "no", words: null });
  expect(unbilled).toMatchObject({ status: 502, headers: {} });
  expect(unbilled.body.error.message).toMatch(/Nothing was billed\.$/);
  for (const billed of ["yes", "unknown"] as const) {
    const { status, headers } = errorOfFailure({ code: "upstream_timeout", billed, words: null });
    // OpenAI's client and the AI SDK retry 408, 409, 429 and 5xx.
    expect(status).toBe(424);
    expect(headers["x-should-retry"]).toBe("false");
  }
  const refused = { code: "insufficient_quota", billed: "no", words: null } as const;
  expect(errorOfFailure(refused).status).toBe(402);
  expect(errorOfFailure({ ...refused, code: "rate_limited" }).status).toBe(429);
});

test("a failure with a kept answer says how to read it again for free", () => {
  const kept = { code: "image_expired", billed: "yes", words: null, lookAgainAt: "g-1" } as const;
  const { message } = errorOfFailure(kept).body.error;
  expect(message).toContain("POST /api/generations/g-1/look-again");
  const { lookAgainAt: _, ...gone } = kept;
  expect(errorOfFailure(gone).body.error.message).not.toContain("look-again");
});

test.each(["access_restricted", "blocked_by_firewall", "invalid_api_key"] as const)(
  "%s is for the owner to fix: not retryable, and says that nothing was billed",
  (code) => {
    const { status, headers, body } = errorOfFailure({ code, billed: "no", words: "Said." });
    expect([status, headers]).toEqual([502, { "x-should-retry": "false" }]);
    expect(body.error.message).toMatch(/owner|runs it.*Nothing was billed\.$/s);
  },
);

test("a moderation refusal carries the upstream's text and does not suggest a retry", () => {
  const words = "violence (medium)";
  for (const billed of ["no", "unknown"] as const) {
    const { status, body } = errorOfFailure({ code: "moderation_blocked", billed, words });
    expect(status).toBe(400);
    expect(body.error.message).toContain(words);
    expect(body.error.message).not.toMatch(/try (it )?again|send (it )?again/i);
  }
});
