import { expect, test } from "vitest";
import { everyItem, hasIndex, pathText } from "./json-path";

test("a JSON path is written in the usual notation", () => {
  expect(pathText(["data", 0, "blob"])).toBe("data[0].blob");
  expect(pathText(["a b", "*", "图"])).toBe('["a b"][*].图');
  expect(pathText([])).toBe("");
});

test("everyItem replaces all list indices and nothing else", () => {
  expect(everyItem(["data", 3, "parts", 0, "ink"])).toEqual(["data", "*", "parts", "*", "ink"]);
  expect(hasIndex(["data", 3])).toBe(true);
  expect(hasIndex(["data", "ink"])).toBe(false);
});
