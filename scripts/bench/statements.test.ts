import { expect, test } from "vitest";
import { countInLog } from "./statements";

test("statements in a transaction count as one transaction, and others as one each", () => {
  const log = [
    "2026-01-01 10:00:00.000 UTC [11] LOG:  statement: BEGIN",
    "2026-01-01 10:00:00.001 UTC [12] LOG:  execute s1: SELECT 1",
    '2026-01-01 10:00:00.002 UTC [11] LOG:  execute <unnamed>: UPDATE "Thread" SET',
    "\t  title = 'a statement over two lines'",
    "2026-01-01 10:00:00.003 UTC [11] DETAIL:  Parameters: $1 = 'x'",
    "2026-01-01 10:00:00.004 UTC [11] LOG:  statement: COMMIT",
    "2026-01-01 10:00:00.005 UTC [11] LOG:  execute s2: SELECT 2",
  ].join("\n");
  expect(countInLog(log)).toEqual({ statements: 5, transactions: 3 });
});
