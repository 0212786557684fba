import { expect, test } from "vitest";
import english from "@/messages/en/failures.json";
import chinese from "@/messages/zh/failures.json";
import { actionFor, FAILURES, isFreshAnswer, mayTrySameAgain, type FailureCode } from "./failures";

const billed = "yes" as const;

test.each(["image_expired", "invalid_image", "unsupported_media", "malformed_response"] as const)(
  "of a fresh answer another look comes before another payment: %s",
  (code) => {
    const kept = { code, billed, hasAnswer: true };
    expect(actionFor({ ...kept, isFresh: true })).toBe("look_again");
    expect(actionFor({ ...kept, isFresh: false })).toBe("send_again");
    expect(actionFor({ ...kept, isFresh: true, hasAnswer: false })).toBe("send_again");
    expect(actionFor({ ...kept, isFresh: true, billed: "no" })).toBe("retry");
  },
);

test("an unknown outcome with bytes on disk is looked at first, however old it is", () => {
  const unknown = { code: "unknown_outcome", billed: "unknown" } as const;
  expect(actionFor({ ...unknown, hasAnswer: true })).toBe("look_again");
  expect(actionFor({ ...unknown, hasAnswer: false })).toBe("send_again");
});

test("what only the person can change stays theirs to change", () => {
  expect(actionFor({ code: "no_image", billed, hasAnswer: true, isFresh: true })).toBe("edit");
});

test("an answer is fresh for an hour from when it came", () => {
  const came = { receivedAt: "2026-01-01T10:00:00.000Z", firstByteAt: null };
  expect(isFreshAnswer(came, Date.parse("2026-01-01T10:59:00Z"))).toBe(true);
  expect(isFreshAnswer(came, Date.parse("2026-01-01T11:01:00Z"))).toBe(false);
  expect(isFreshAnswer({ receivedAt: null, firstByteAt: null }, 0)).toBe(false);
});

const codes = Object.keys(FAILURES) as FailureCode[];

test("every failure has its sentence in both languages, and no sentence is left over", () => {
  expect(Object.keys(english).toSorted()).toEqual(codes.toSorted());
  expect(Object.keys(chinese).toSorted()).toEqual(codes.toSorted());
});

test("what a filter held back is never offered to be sent again as it is", () => {
  expect(mayTrySameAgain("moderation_blocked")).toBe(false);
  for (const billed of ["no", "yes", "unknown"] as const) {
    for (const hasAnswer of [true, false]) {
      expect(actionFor({ code: "moderation_blocked", billed, hasAnswer })).toBe("edit");
    }
  }
  expect(english.moderation_blocked).not.toMatch(/try again|send again/i);
  expect(codes.filter((code) => !mayTrySameAgain(code))).toEqual(["moderation_blocked"]);
});

test("what only an owner can change is not sent again by itself and says that it cost nothing", () => {
  for (const code of ["access_restricted", "blocked_by_firewall"] as const) {
    expect(FAILURES[code]).toEqual({ billed: "no", resendable: false, action: "contact_owner" });
    expect(english[code]).not.toMatch(/replace/i);
  }
});
