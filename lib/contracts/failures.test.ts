import { expect, test } from "vitest";
import english from "@/messages/en/failures.json";
import chinese from "@/messages/zh/failures.json";
import { actionFor, FAILURES, isFreshAnswer, mayTrySameAgain, type FailureCode } from "./failures";

const billed = "yes" as const;

test.each(["image_expired", "invalid_image", "unsupported_media", "malformed_response"] as const)(
  "a fresh answer is read again before it is paid for again: %s",
  (code) => {
    const kept = { code, billed, hasAnswer: true };
    expect(actionFor({ ...kept, isFresh: true })).toBe("look_again");
    expect(actionFor({ ...kept, isFresh: false })).toBe("send_again");
    expect(actionFor({ ...kept, isFresh: true, hasAnswer: false })).toBe("send_again");
    expect(actionFor({ ...kept, isFresh: true, billed: "no" })).toBe("retry");
  },
);

test("an unknown outcome with a stored answer is read again first, whatever its age", () => {
  const unknown = { code: "unknown_outcome", billed: "unknown" } as const;
  expect(actionFor({ ...unknown, hasAnswer: true })).toBe("look_again");
  expect(actionFor({ ...unknown, hasAnswer: false })).toBe("send_again");
});

test("a stored answer without a picture still recommends an edit", () => {
  expect(actionFor({ code: "no_image", billed, hasAnswer: true, isFresh: true })).toBe("edit");
});

test("an answer is fresh for an hour after its arrival", () => {
  const came = { receivedAt: "2026-01-01T10:00:00.000Z", firstByteAt: null };
  expect(isFreshAnswer(came, Date.parse("2026-01-01T10:59:00Z"))).toBe(true);
  expect(isFreshAnswer(came, Date.parse("2026-01-01T11:01:00Z"))).toBe(false);
  expect(isFreshAnswer({ receivedAt: null, firstByteAt: null }, 0)).toBe(false);
});

const codes = Object.keys(FAILURES) as FailureCode[];

test("every failure code has a message in both languages, and there are no extra messages", () => {
  expect(Object.keys(english).toSorted()).toEqual(codes.toSorted());
  expect(Object.keys(chinese).toSorted()).toEqual(codes.toSorted());
});

test("a moderated instruction is never offered for an unchanged retry", () => {
  expect(mayTrySameAgain("moderation_blocked")).toBe(false);
  for (const billed of ["no", "yes", "unknown"] as const) {
    for (const hasAnswer of [true, false]) {
      expect(actionFor({ code: "moderation_blocked", billed, hasAnswer })).toBe("edit");
    }
  }
  expect(english.moderation_blocked).not.toMatch(/try again|send again/i);
  expect(codes.filter((code) => !mayTrySameAgain(code))).toEqual(["moderation_blocked"]);
});

test("failures that only an owner can fix are unbilled and not retried", () => {
  for (const code of ["access_restricted", "blocked_by_firewall"] as const) {
    expect(FAILURES[code]).toEqual({ billed: "no", resendable: false, action: "contact_owner" });
    expect(english[code]).not.toMatch(/replace/i);
  }
});
