import { expect, test } from "vitest";
import { whyBlocked } from "@/components/composer/why-blocked";

test("an instruction of up to 32,000 characters goes", () => {
  expect(whyBlocked("a", [], false)).toBeNull();
  expect(whyBlocked("a".repeat(32_000), [{ state: "ready" }], false)).toBeNull();
  expect(whyBlocked("a".repeat(32_001), [], false)).toBe("tooLong");
  expect(whyBlocked(" \n ", [], false)).toBe("empty");
});

test("pictures that are on their way are waited for, failed ones must be taken out", () => {
  expect(whyBlocked("a", [{ state: "ready" }, { state: "coming" }], false)).toBe("uploading");
  expect(whyBlocked("a", [{ state: "coming" }, { state: "failed" }], false)).toBe(
    "failedReference",
  );
});

test("the model says how many pictures it takes, the one being refined among them", () => {
  const two = [{ state: "ready" }, { state: "ready" }] as const;
  expect(whyBlocked("a", two, false, 2)).toBeNull();
  expect(whyBlocked("a", two, false, 1)).toBe("tooManyPictures");
});

test("a budget that is used up stops everything before it is sent", () => {
  expect(whyBlocked("a", [], true)).toBe("budget");
  expect(whyBlocked("", [{ state: "failed" }], true)).toBe("budget");
});
