import { expect, test } from "vitest";
import { waitsInLog } from "./lock-waits";

test("a wait counts for the table that its context names, once it has ended", () => {
  const log = [
    "2026-01-01 10:00:00.000 UTC [11] LOG:  process 11 still waiting for ShareLock on transaction 7 after 1.2 ms",
    '2026-01-01 10:00:00.000 UTC [11] CONTEXT:  while locking tuple (0,1) in relation "Thread"',
    "2026-01-01 10:00:00.010 UTC [11] LOG:  process 11 acquired ShareLock on transaction 7 after 12.500 ms",
    '2026-01-01 10:00:00.010 UTC [11] CONTEXT:  while locking tuple (0,1) in relation "Thread"',
    "2026-01-01 10:00:00.011 UTC [12] LOG:  process 12 acquired ShareLock on transaction 8 after 3.000 ms",
    '2026-01-01 10:00:00.011 UTC [12] CONTEXT:  while updating tuple (0,2) in relation "Workspace"',
    "2026-01-01 10:00:00.012 UTC [13] LOG:  process 13 acquired ExclusiveLock on tuple (0,1) of relation 1 of database 2 after 4.000 ms",
    "2026-01-01 10:00:00.013 UTC [11] LOG:  process 11 still waiting for ShareLock on transaction 9 after 1.2 ms",
    '2026-01-01 10:00:00.013 UTC [11] CONTEXT:  while locking tuple (0,1) in relation "Thread"',
  ].join("\n");
  expect(waitsInLog(log, "Thread")).toEqual([12.5]);
});
