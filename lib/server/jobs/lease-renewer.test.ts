import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { brandId } from "@/lib/server/domain/brand";
import type { Lease } from "@/lib/server/domain/queue/lease";
import { LeaseRenewer } from "@/lib/server/jobs/lease-renewer";

const BEAT_MS = 5_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lease = (token: string): Lease => ({
  generationId: randomUUID(),
  workspaceId: brandId(randomUUID()),
  token,
});

/** A query that ends on command. */
function slowQuery() {
  const calls: string[][] = [];
  const ends: (() => void)[] = [];
  const extend = (tokens: readonly string[]) => {
    calls.push([...tokens]);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  const end = async () => {
    ends.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { calls, extend, end };
}

test("a slow heartbeat delays the next one and never overlaps it", async () => {
  const { calls, extend, end } = slowQuery();
  const renewer = new LeaseRenewer(extend);
  void renewer.hold(lease("one"), () => new Promise(() => {}));
  await vi.advanceTimersByTimeAsync(10 * BEAT_MS);
  expect(calls).toEqual([["one"]]);
  void renewer.hold(lease("two"), () => new Promise(() => {}));
  await vi.advanceTimersByTimeAsync(2 * BEAT_MS);
  expect(calls).toHaveLength(1);
  await end();
  await vi.advanceTimersByTimeAsync(BEAT_MS);
  expect(calls).toEqual([["one"], ["one", "two"]]);
});

test("heartbeats continue while a lease is held, also after a failed one, and stop afterwards", async () => {
  let beats = 0;
  const renewer = new LeaseRenewer(async () => {
    beats += 1;
    throw new Error("the database is away");
  });
  let finish = () => {};
  const held = renewer.hold(lease("one"), () => new Promise<void>((resolve) => (finish = resolve)));
  await vi.advanceTimersByTimeAsync(3 * BEAT_MS);
  expect(beats).toBe(3);
  finish();
  await held;
  await vi.advanceTimersByTimeAsync(5 * BEAT_MS);
  expect(beats).toBe(3);
});
