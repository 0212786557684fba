import { expect, test } from "vitest";
import { runHeavy } from "./engine";

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

test("two heavy jobs run at once, and the others in order of arrival", async () => {
  const jobs = Array.from({ length: 4 }, gated);
  const runs = jobs.map((job) => runHeavy(job.work));
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
  const fail = () => {
    throw new Error("no");
  };
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => runHeavy(fail)));
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(await runHeavy(async () => "next")).toBe("next");
});

test("a new job neither overtakes waiting ones nor runs in addition to the limit", async () => {
  const [first, second, waiting, late] = [gated(), gated(), gated(), gated()];
  const runs = [first, second, waiting].map((job) => runHeavy(job.work));
  await settle();
  first.finish();
  await runs[0];
  runs.push(runHeavy(late.work));
  await settle();
  expect([waiting.hasStarted(), late.hasStarted()]).toEqual([true, false]);
  for (const job of [second, waiting, late]) job.finish();
  await Promise.all(runs);
});
