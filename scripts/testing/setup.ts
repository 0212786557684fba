import { afterEach, beforeEach, expect, vi } from "vitest";

// An error printed during a test fails it, unless the test expects it with `vi.spyOn(console, "error")`.

let printed: unknown[][] = [];

beforeEach(() => {
  printed = [];
  vi.spyOn(console, "error").mockImplementation((...args) => {
    printed.push(args);
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  expect(printed, "unexpected console.error").toEqual([]);
});
