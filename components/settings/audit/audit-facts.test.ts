import { expect, test } from "vitest";
import { auditFacts } from "@/components/settings/audit/audit-facts";

test("a change stands without a name, since the act says what changed", () => {
  expect(auditFacts({ from: "member", to: "admin" })).toEqual([
    { key: null, from: "member", to: "admin" },
  ]);
});

test("of a change in parts only what differs is told", () => {
  const from = { dayMicroUsd: null, monthMicroUsd: 5_000_000 };
  expect(auditFacts({ from, to: { ...from, dayMicroUsd: 1_000_000 } })).toEqual([
    { key: "dayMicroUsd", from: "none", to: "1000000" },
  ]);
});

test("a change of the name stands beside another one", () => {
  expect(auditFacts({ nameFrom: "Old", nameTo: "New", from: "private", to: "workspace" })).toEqual([
    { key: "name", from: "Old", to: "New" },
    { key: null, from: "private", to: "workspace" },
  ]);
});

test("everything else stands by its own name; what is null is not told", () => {
  expect(auditFacts({ scopes: ["read", "share"], expiresAt: null, left: true })).toEqual([
    { key: "scopes", to: "read, share" },
    { key: "left", to: "true" },
  ]);
  expect(auditFacts({ to: "alone" })).toEqual([{ key: "to", to: "alone" }]);
});
