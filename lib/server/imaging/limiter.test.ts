import { expect, test } from "vitest";
import { createLimiter } from "./limiter";

/** A job that ends when it is told to. */
function gated() {
  let finish = () => {};
  let started = false;
  const ended = new Promise<void>((resolve) => (finish = resolve));
  return {
    work: () => {
      started = true;
      return ended;
    },
    finish: () => finish(),
    hasStarted: () => started,
  };
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

test("runs no more than its places allow, and in order", async () => {
  const limiter = createLimiter(2);
  const jobs = Array.from({ length: 4 }, gated);
  const runs = jobs.map((job) => limiter.run(job.work));
  const started = () => jobs.map((job) => job.hasStarted());

  await settle();
  expect(started()).toEqual([true, true, false, false]);
  jobs[1]?.finish();
  await settle();
  expect(started()).toEqual([true, true, true, false]);
  for (const job of jobs) job.finish();
  await Promise.all(runs);
  expect(started()).toEqual([true, true, true, true]);
});

test("a job that throws, even at once, gives its place back", async () => {
  const limiter = createLimiter(1);
  const failing = limiter.run(() => {
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(await limiter.run(async () => "next")).toBe("next");
});

test("a newcomer does not overtake those who wait", async () => {
  const limiter = createLimiter(1);
  const order: string[] = [];
  const first = gated();
  const running = limiter.run(first.work);
  const waiting = limiter.run(async () => order.push("waited"));
  first.finish();
  await running;
  const late = limiter.run(async () => order.push("came late"));
  await Promise.all([waiting, late]);
  expect(order).toEqual(["waited", "came late"]);
});

test.each([0, -1, 1.5, Number.NaN])("%d places are refused", (places) => {
  expect(() => createLimiter(places)).toThrow(RangeError);
});
