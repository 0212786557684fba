import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabase, db } from "@/lib/server/db";
import { endLeases, extendLeases } from "@/lib/server/domain/queue/lease";
import { getEnv } from "@/lib/server/env";
import { makeActor } from "@/scripts/testing/studio";
import { makePaintedThread } from "@/scripts/testing/thread";

const rows: { id: string; token: string }[] = [];

beforeAll(async () => {
  const ada = await makeActor("Ada");
  for (let n = 0; n < 3; n += 1) {
    const { generation } = await makePaintedThread(ada);
    const token = randomUUID();
    await db.generation.update({
      where: { id: generation.id },
      data: { state: "sent", leaseToken: token, leaseUntil: new Date(0) },
    });
    rows.push({ id: generation.id, token });
  }
});
afterAll(closeDatabase);

const tokens = () => rows.map(({ token }) => token);

test("a row locked by another transaction does not block extending other leases", async () => {
  const [held, ...free] = rows;
  const finishing = new pg.Client({ connectionString: getEnv().DATABASE_URL });
  await finishing.connect();
  await finishing.query("BEGIN");
  await finishing.query('UPDATE "Generation" SET "firstByteAt" = now() WHERE id = $1', [held?.id]);
  const extended = await extendLeases(tokens());
  expect([...extended].toSorted()).toEqual(free.map(({ token }) => token).toSorted());
  await finishing.query("COMMIT");
  await finishing.end();
  expect((await extendLeases(tokens())).size).toBe(3);
});

test("concurrent extensions and endings of leases do not deadlock", async () => {
  const shuffled = () => tokens().toSorted(() => Math.random() - 0.5);
  await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      n % 2 === 0 ? extendLeases(shuffled()) : endLeases(shuffled()),
    ),
  );
});
