import { expect, test } from "vitest";
import { findPath, findSiblings } from "@/lib/server/domain/threads/path";

// a ─ b ─ d ─ g
//   └ c ─ e
//       └ f
const steps = [
  { id: "a", parentTurnId: null },
  { id: "b", parentTurnId: "a" },
  { id: "c", parentTurnId: "a" },
  { id: "d", parentTurnId: "b" },
  { id: "e", parentTurnId: "c" },
  { id: "f", parentTurnId: "c" },
  { id: "g", parentTurnId: "d" },
];

test("without a selected turn the path ends at the newest turn", () => {
  expect(findPath(steps, null)).toEqual(["a", "b", "d", "g"]);
});

test("a selected turn's path continues to the newest turn below it", () => {
  expect(findPath(steps, "c")).toEqual(["a", "c", "f"]);
  expect(findPath(steps, "e")).toEqual(["a", "c", "e"]);
  expect(findPath(steps, "a")).toEqual(["a", "b", "d", "g"]);
});

test("an unknown turn counts as none, and an empty tree has no path", () => {
  expect(findPath(steps, "z")).toEqual(["a", "b", "d", "g"]);
  expect(findPath([], null)).toEqual([]);
});

test("lists the siblings of each turn that has any, roots included", () => {
  expect(findSiblings(steps, ["a", "c", "f", "g"])).toEqual({ c: ["b", "c"], f: ["e", "f"] });
  const twoRoots = [...steps, { id: "r", parentTurnId: null }];
  expect(findSiblings(twoRoots, ["r"])).toEqual({ r: ["a", "r"] });
});
