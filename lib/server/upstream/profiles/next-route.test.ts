import { expect, test } from "vitest";
import { makeFailure } from "../read/failure";
import { nextSending, type RefusedAttempt } from "./next-route";
import type { Endpoint } from "./routes";

const BOTH: Endpoint[] = ["generations", "chat"];
const ENDED = "2030-01-01T00:00:00.000Z";
const saturated = makeFailure("rate_limited");
const notServed = makeFailure("model_unavailable", { httpStatus: 404 });
const sent = (
  endpoint: Endpoint,
  code: string,
  retryAfterMs: number | null = null,
): RefusedAttempt => ({ endpoint, code, endedAt: ENDED, retryAfterMs });

test.each([
  ["saturated", saturated],
  ["not serving the model", notServed],
])("a route that is %s changes to the other at once", (_, failure) => {
  expect(nextSending(BOTH, "generations", failure, [])).toMatchObject({
    endpoint: "chat",
    when: "other_route",
  });
});

test("a call that may not change its route waits or ends", () => {
  expect(nextSending(["generations"], "generations", saturated, [])).toMatchObject({
    endpoint: "generations",
    when: "wait",
  });
  expect(nextSending(["generations"], "generations", notServed, [])).toBeNull();
});

test("when both routes are saturated, the preferred one is retried after a pause that honours its Retry-After", () => {
  const earlier = [sent("generations", "rate_limited", 60_000)];
  expect(nextSending(BOTH, "chat", saturated, earlier)).toEqual({
    endpoint: "generations",
    when: "wait",
    notBefore: Date.parse(ENDED) + 60_000,
  });
});

test("of several refusals of a route, the last one's Retry-After counts", () => {
  const earlier = [
    sent("generations", "rate_limited", 60_000),
    sent("generations", "rate_limited", 5_000),
  ];
  expect(nextSending(BOTH, "chat", saturated, earlier)?.notBefore).toBe(Date.parse(ENDED) + 5_000);
});

test("a route that does not serve the model is never retried", () => {
  const refused = [sent("generations", "model_unavailable")];
  expect(nextSending(BOTH, "chat", saturated, refused)).toMatchObject({ endpoint: "chat" });
  expect(nextSending(BOTH, "chat", notServed, refused)).toBeNull();
  const busy = [sent("generations", "rate_limited")];
  expect(nextSending(BOTH, "chat", notServed, busy)).toMatchObject({
    endpoint: "generations",
    when: "wait",
  });
});

test("an upstream error does not change the route", () => {
  const fault = makeFailure("upstream_error", { httpStatus: 502 });
  expect(nextSending(BOTH, "generations", fault, [])).toMatchObject({
    endpoint: "generations",
    when: "wait",
  });
});

test.each([
  ["blocked content", makeFailure("moderation_blocked")],
  ["a bad key", makeFailure("invalid_api_key", { httpStatus: 401 })],
  ["no quota", makeFailure("insufficient_quota")],
  [
    "a bad parameter",
    makeFailure("invalid_request", { httpStatus: 400, modelWords: "size must be one of …" }),
  ],
  ["saturation that may have been billed", makeFailure("rate_limited", { billed: "unknown" })],
  [
    "a missing model in an answer that may have been billed",
    makeFailure("model_unavailable", { billed: "unknown" }),
  ],
  ["a gateway timeout", makeFailure("upstream_timeout", { httpStatus: 504 })],
  ["a broken connection", makeFailure("connection_reset")],
])("%s ends the call on every route", (_, failure) => {
  expect(nextSending(BOTH, "generations", failure, [])).toBeNull();
});

test("an invalid path misread as a bad image still changes the route", () => {
  const modelWords = "Invalid URL (POST /v1/images/generations)";
  const failure = makeFailure("invalid_input_image", { httpStatus: 404, modelWords });
  expect(nextSending(BOTH, "generations", failure, [])).toMatchObject({ endpoint: "chat" });
});

test.each([
  [404, "not found", true],
  [405, "Method Not Allowed", true],
  [400, "gpt-image-2 is not supported on this endpoint", true],
  [400, "This model is only available in v1/images/generations, not in /v1/chat/completions", true],
  [
    400,
    "The model is not a chat model and thus not supported in the v1/chat/completions endpoint.",
    true,
  ],
  [400, "Unsupported endpoint for this model. Please use /v1/images/edits", true],
  [400, "该接口不支持此模型", true],
  [400, "当前模型不支持该接口，请使用图像接口", true],
  [400, "size is not supported by this model", false],
  [400, "Invalid value for 'size'", false],
  [400, "Image does not match the requested aspect ratio", false],
])("%i %s: another route may serve it: %s", (httpStatus, modelWords, expected) => {
  const failure = makeFailure("invalid_request", { httpStatus, modelWords });
  expect(nextSending(BOTH, "generations", failure, []) !== null).toBe(expected);
});
