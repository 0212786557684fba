import type { StatsFs } from "node:fs";
import type * as FileSystem from "node:fs/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { claimNext } from "@/lib/server/domain/line/claim";
import { createTurn } from "@/lib/server/domain/turns/create";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { sendAndFinish } from "@/lib/server/jobs/run-generation";
import { makeActor } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

const disk = vi.hoisted(() => ({ freeBytes: 0 }));

vi.mock("node:fs/promises", async (importActual) => ({
  ...(await importActual<typeof FileSystem>()),
  statfs: () => Promise.resolve({ blocks: 1_000_000, bsize: 1, bavail: disk.freeBytes } as StatsFs),
}));

const upstream = await vi.hoisted(async () => {
  const { beginUpstream } = await import("@/scripts/testing/scripted-upstream");
  return beginUpstream();
});

beforeAll(prepareQueue);
afterAll(async () => {
  await upstream.close();
  await closeDatabase();
});

async function draw() {
  const ada = await makeActor();
  await createTurn(ada, systemClock, turnBody());
  const [lease] = await claimNext(1);
  if (lease === undefined) throw new Error("nothing to claim");
  await sendAndFinish(lease, { abort: new AbortController().signal, onPlaceFree: () => {} });
  return db.generation.findUniqueOrThrow({ where: { id: lease.generationId } });
}

test("nothing is paid for that would find no room", async () => {
  disk.freeBytes = 20_000_000;
  expect(await draw()).toMatchObject({
    state: "failed",
    failureCode: "storage_full",
    billed: "no",
    costMicroUsd: 0,
    attempts: 0,
  });
  expect(upstream.calls()).toHaveLength(0);
  disk.freeBytes = 1_000_000_000;
  expect(await draw()).toMatchObject({ state: "succeeded", billed: "yes", attempts: 1 });
  expect(upstream.calls()).toHaveLength(1);
});
