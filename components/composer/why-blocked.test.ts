import { expect, test } from "vitest";
import { whyBlocked } from "@/components/composer/why-blocked";

test("an instruction of up to 32,000 characters goes", () => {
  expect(whyBlocked("a", [])).toBeNull();
  expect(whyBlocked("a".repeat(32_000), [{ state: "ready" }])).toBeNull();
  expect(whyBlocked("a".repeat(32_001), [])).toBe("tooLong");
  expect(whyBlocked(" \n ", [])).toBe("empty");
});

test("pictures that are on their way are waited for, failed ones must be taken out", () => {
  expect(whyBlocked("a", [{ state: "ready" }, { state: "coming" }])).toBe("uploading");
  expect(whyBlocked("a", [{ state: "coming" }, { state: "failed" }])).toBe("failedReference");
});
