import { expect, test } from "vitest";
import { createLimiter } from "./limiter";

/** A job that ends on command. */
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

test("runs no more jobs than it has slots, in order", async () => {
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

test("a job that throws, even synchronously, releases its slot", async () => {
  const limiter = createLimiter(1);
  const failing = limiter.run(() => {
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(await limiter.run(async () => "next")).toBe("next");
});

test("a new job neither overtakes waiting ones nor runs in addition to the limit", async () => {
  const limiter = createLimiter(1);
  const [first, waiting, late] = [gated(), gated(), gated()];
  const runs = [limiter.run(first.work), limiter.run(waiting.work)];
  first.finish();
  await runs[0];
  runs.push(limiter.run(late.work));
  await settle();
  expect([waiting.hasStarted(), late.hasStarted()]).toEqual([true, false]);
  waiting.finish();
  late.finish();
  await Promise.all(runs);
});

test.each([0, -1, 1.5, Number.NaN])("%d slots are rejected", (slots) => {
  expect(() => createLimiter(slots)).toThrow(RangeError);
});
