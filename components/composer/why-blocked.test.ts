import { expect, test } from "vitest";
import { whyBlocked } from "@/components/composer/why-blocked";

test("an instruction of up to 32,000 characters can be sent", () => {
  expect(whyBlocked("a", [], false)).toBeNull();
  expect(whyBlocked("a".repeat(32_000), [{ state: "ready" }], false)).toBeNull();
  expect(whyBlocked("a".repeat(32_001), [], false)).toBe("tooLong");
  expect(whyBlocked(" \n ", [], false)).toBe("empty");
});

test("pending uploads block sending, and failed ones must be removed", () => {
  expect(whyBlocked("a", [{ state: "ready" }, { state: "coming" }], false)).toBe("uploading");
  expect(whyBlocked("a", [{ state: "coming" }, { state: "failed" }], false)).toBe(
    "failedReference",
  );
});

test("the model's picture limit includes the picture being refined", () => {
  const two = [{ state: "ready" }, { state: "ready" }] as const;
  expect(whyBlocked("a", two, false, 2)).toBeNull();
  expect(whyBlocked("a", two, false, 1)).toBe("tooManyPictures");
});

test("a used-up budget blocks sending before any other reason", () => {
  expect(whyBlocked("a", [], true)).toBe("budget");
  expect(whyBlocked("", [{ state: "failed" }], true)).toBe("budget");
});
