import { expect, test } from "vitest";
import { AUDIT_ACTS } from "@/lib/contracts/audit";
import en from "./en/audit.json";
import zh from "./zh/audit.json";

test.each([
  ["en", en],
  ["zh", zh],
])("%s has words for every act of the audit log, and for no other", (_, { acts, groups }) => {
  const named = Object.entries(acts).flatMap(([noun, verbs]) =>
    Object.keys(verbs).map((verb) => `${noun}.${verb}`),
  );
  expect(named.toSorted()).toEqual(AUDIT_ACTS.toSorted());
  const nouns = new Set(AUDIT_ACTS.map((act) => act.split(".")[0] ?? ""));
  expect(Object.keys(groups).toSorted()).toEqual([...nouns].toSorted());
});
