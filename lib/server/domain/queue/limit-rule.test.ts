import { expect, test } from "vitest";
import {
  BURST_MS,
  grow,
  halve,
  type Limit,
  slotsOf,
  REMEMBER_MS,
  restart,
} from "@/lib/server/domain/queue/limit-rule";

const at = (ms: number) => new Date(1_800_000_000_000 + ms);
const limit = (allowed: number, halvedAt: Date | null = null): Limit => ({ allowed, halvedAt });

test("grows by one slot per full round of successful calls, up to the maximum", () => {
  let now = limit(4);
  for (let call = 0; call < 5; call += 1) now = grow(now, 9, 64);
  expect(slotsOf(now, 64)).toBe(5);
  for (let call = 0; call < 500; call += 1) now = grow(now, 99, 6);
  expect(now.allowed).toBe(6);
});

test("grows only while in full use", () => {
  expect(grow(limit(4), 3, 64)).toEqual(limit(4));
  expect(grow(limit(4), 4, 64).allowed).toBe(4.25);
});

test("a burst of refusals halves it once, and never below one", () => {
  const sent = at(0);
  const once = halve(limit(8), sent, at(100));
  expect(once).toEqual(limit(4, at(100)));
  expect(halve(once, at(50), at(200))).toBe(once);
  expect(halve(once, at(150), at(300))).toBe(once);
  expect(halve(limit(1), sent, at(100)).allowed).toBe(1);
});

test("a refusal after the burst halves it again, unless the call was sent before", () => {
  const once = halve(limit(8), at(0), at(0));
  const later = at(BURST_MS);
  expect(halve(once, at(1), later)).toEqual(limit(2, later));
  expect(halve(once, at(0), later)).toBe(once);
});

test("the number of slots is whole, at least one, and at most the maximum", () => {
  expect(slotsOf(limit(3.99), 64)).toBe(3);
  expect(slotsOf(limit(0.5), 64)).toBe(1);
  expect(slotsOf(limit(20), 8)).toBe(8);
});

test("a start returns to the setting, unless a refusal is recent", () => {
  expect(restart(null, 8, at(0))).toEqual(limit(8));
  expect(restart(limit(3, at(0)), 8, at(REMEMBER_MS - 1))).toEqual(limit(3, at(0)));
  expect(restart(limit(12, at(0)), 8, at(1))).toEqual(limit(8, at(0)));
  expect(restart(limit(3, at(0)), 8, at(REMEMBER_MS))).toEqual(limit(8));
  expect(restart(limit(30), 8, at(0))).toEqual(limit(8));
});
