import { afterEach, beforeEach, expect, vi } from "vitest";

// What the code prints as an error in a test is either expected, and then the test says so with
// `vi.spyOn(console, "error")` of its own, or a fault.

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
