import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { closeDatabase, db } from "@/lib/server/db";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { type JobRunner, startRunner } from "@/lib/server/jobs/runner";
import { scheduledItems } from "@/lib/server/jobs/schedule";

let runners: JobRunner[] = [];
beforeAll(prepareQueue);
afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.stop(0)));
  runners = [];
});
afterAll(closeDatabase);

/** A password failure and a link that no longer count. */
async function addExpiredRows(): Promise<void> {
  const longAgo = new Date(Date.now() - 72 * 3_600_000);
  await db.passwordFailures.create({ data: { accountKey: "long ago", count: 1, lastAt: longAgo } });
  await db.oneTimeLink.create({
    data: { kind: "sign_in", tokenHash: "long ago", email: "ada@example.com", expiresAt: longAgo },
  });
}

const countExpiredRows = async () =>
  (await db.passwordFailures.count()) + (await db.oneTimeLink.count());

test("runs that were missed while no worker ran are made up for at the next start", async () => {
  await addExpiredRows();
  for (const { identifier } of scheduledItems()) {
    await db.$executeRaw`
      INSERT INTO graphile_worker._private_known_crontabs (identifier, known_since, last_execution)
      VALUES (${identifier}, now() - interval '9 days', now() - interval '3 hours')`;
  }
  runners = [await startRunner(), await startRunner()];
  await expect.poll(countExpiredRows, { timeout: 20_000 }).toBe(0);
  const made = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM graphile_worker._private_known_crontabs WHERE last_execution > now() - interval '65 minutes'`;
  expect(made).toHaveLength(scheduledItems().length);
});

test("every deletion is due once an hour, and mails of notices each minute", () => {
  const due = (min: number) =>
    scheduledItems().filter(({ match }) => match({ min, hour: 3, date: 1, month: 2, dow: 4 }));
  const times = Array.from({ length: 60 }, (_, min) => due(min).map(({ task }) => task));
  const all = scheduledItems().map(({ task }) => task);
  expect(times.filter((tasks) => tasks.length > 1)).toEqual([all]);
  expect(times.every((tasks) => tasks.includes("mail_notices"))).toBe(true);
});
