import { expect, test } from "vitest";
import { auditFacts } from "@/components/settings/audit/audit-facts";

test("a change has no key, because the act says what changed", () => {
  expect(auditFacts({ from: "member", to: "admin" })).toEqual([
    { key: null, from: "member", to: "admin" },
  ]);
});

test("a change in parts lists only the parts that differ", () => {
  const from = { dayMicroUsd: null, monthMicroUsd: 5_000_000 };
  expect(auditFacts({ from, to: { ...from, dayMicroUsd: 1_000_000 } })).toEqual([
    { key: "dayMicroUsd", from: "none", to: "1000000" },
  ]);
});

test("a rename is listed beside another change", () => {
  expect(auditFacts({ nameFrom: "Old", nameTo: "New", from: "private", to: "workspace" })).toEqual([
    { key: "name", from: "Old", to: "New" },
    { key: null, from: "private", to: "workspace" },
  ]);
});

test("other details keep their key, and null values are left out", () => {
  expect(auditFacts({ scopes: ["read", "share"], expiresAt: null, left: true })).toEqual([
    { key: "scopes", to: "read, share" },
    { key: "left", to: "true" },
  ]);
  expect(auditFacts({ to: "alone" })).toEqual([{ key: "to", to: "alone" }]);
});
