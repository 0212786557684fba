import type { StatsFs } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import type * as FileSystem from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { picture } from "@/e2e/fixtures/answers";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { WORST_CALL_BYTES } from "@/lib/server/domain/disk/call-room";
import { DATABASE_ROOM_BYTES } from "@/lib/server/domain/disk/free-room";
import { unreservedBytes } from "@/lib/server/domain/disk/reserve";
import { recoverGenerations } from "@/lib/server/domain/generations/recover";
import { listJobs } from "@/lib/server/domain/instance/jobs";
import { loadStorageReport } from "@/lib/server/domain/instance/storage";
import { spoolFolder } from "@/lib/server/domain/images/storage";
import { uploadImage } from "@/lib/server/domain/images/upload";
import { claimNext } from "@/lib/server/domain/queue/claim";
import { loadLine } from "@/lib/server/domain/queue/load-line";
import { createTurn } from "@/lib/server/domain/turns/create";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { claimAndFinish } from "@/lib/server/domain/generations/claim-and-finish.fixtures";
import { sendAndFinish } from "@/lib/server/domain/generations/run-generation";
import { checkReadiness, isReady } from "@/lib/server/http/readiness";
import { makeActor } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

/** Behaviour on a nearly full disk; the test sets the free space. */

const disk = vi.hoisted(() => ({ freeBytes: 0, afterRead: (): unknown => undefined }));

vi.mock("node:fs/promises", async (importActual) => ({
  ...(await importActual<typeof FileSystem>()),
  statfs: async () => {
    const found = { blocks: 1_000_000, bsize: 1, bavail: disk.freeBytes } as StatsFs;
    await disk.afterRead();
    return found;
  },
}));

const upstream = await vi.hoisted(async () => {
  const { beginUpstream } = await import("@/scripts/testing/scripted-upstream");
  return beginUpstream();
});

const PLENTY = 100_000_000_000;
const roomFor = (calls: number) => DATABASE_ROOM_BYTES + calls * WORST_CALL_BYTES;

let ada: Actor;
beforeAll(async () => {
  await prepareQueue();
  ada = await makeActor();
});
beforeEach(async () => {
  await db.generation.deleteMany();
  upstream.reset();
  disk.freeBytes = PLENTY;
  disk.afterRead = () => undefined;
});
afterAll(async () => {
  await upstream.close();
  await closeDatabase();
});

async function queue(variations = 1): Promise<string[]> {
  const settings = { ...turnBody().settings, variations };
  const { turn } = await createTurn(ada, turnBody({ settings }), { clock: systemClock });
  return turn.generations.map(({ id }) => id);
}

const around = { abort: new AbortController().signal, onSlotFree: () => {} };
const rowOf = (id: string) => db.generation.findUniqueOrThrow({ where: { id } });

test("a call without disk space waits, says why, and continues on its own", async () => {
  const [id = ""] = await queue();
  disk.freeBytes = roomFor(1) - 1;
  expect(await claimNext(1)).toEqual([]);
  expect(await rowOf(id)).toMatchObject({ state: "queued", failureCode: null, attempts: 0 });
  expect(await loadLine(ada, { clock: systemClock })).toEqual({ places: [], heldBack: [id] });
  expect(upstream.calls()).toHaveLength(0);

  disk.freeBytes = roomFor(1);
  const [lease] = await claimNext(1);
  disk.freeBytes = PLENTY;
  await sendAndFinish(lease!, around);
  expect(await rowOf(id)).toMatchObject({ state: "succeeded", billed: "yes", attempts: 1 });
  expect(await loadLine(ada, { clock: systemClock })).toEqual({ places: [], heldBack: [] });
});

test("space for calls in progress is reserved across concurrent claims", async () => {
  const ids = await queue(5);
  disk.freeBytes = roomFor(2);
  const rounds = await Promise.all(Array.from({ length: 6 }, () => claimNext(3)));
  expect(rounds.flat()).toHaveLength(2);
  expect(await claimNext(3)).toEqual([]);
  const { heldBack, places } = await loadLine(ada, { clock: systemClock });
  const claimed = rounds.flat().map(({ generationId }) => generationId);
  expect(new Set(heldBack)).toEqual(new Set(ids.filter((id) => !claimed.includes(id))));
  expect(places).toEqual([]);
  // One of them ends, and releases its reservation.
  await sendAndFinish(rounds.flat()[0]!, around);
  expect(await claimNext(3)).toHaveLength(1);
});

test("reserved space that is already written is not counted twice", async () => {
  const [id = ""] = await queue(2);
  disk.freeBytes = roomFor(1) + 20_000_000;
  const [lease] = await claimNext(2);
  expect(await claimNext(1)).toEqual([]);
  // The first answer has arrived: its bytes are no longer free, and no longer reserved.
  const bytes = 40_000_000;
  await import("node:fs/promises").then(({ mkdir }) => mkdir(spoolFolder(), { recursive: true }));
  await writeFile(join(spoolFolder(), `${lease!.generationId}-0`), Buffer.alloc(bytes));
  disk.freeBytes = roomFor(2) - bytes;
  expect(await claimNext(1)).toHaveLength(1);
  expect(id).not.toBe("");
});

test("calls that write to another disk reserve nothing here", async () => {
  await queue(2);
  disk.freeBytes = roomFor(1);
  await claimNext(1);
  expect(await claimNext(1)).toEqual([]);
  await db.generation.updateMany({
    where: { state: "claimed" },
    data: { diskId: "01920000-0000-7000-8000-000000000001" },
  });
  expect(await claimNext(1)).toHaveLength(1);
});

test("an answer that arrived waits for space, and is stored once there is some", async () => {
  const [id = ""] = await queue();
  upstream.script([{ ...(await picture(40)), gate: "answer" }]);
  const [lease] = await claimNext(1);
  const run = sendAndFinish(lease!, around);
  await upstream.reached("answer");
  disk.freeBytes = 1_000_000;
  upstream.release("answer");
  await run;
  expect(await rowOf(id)).toMatchObject({ state: "received", failureCode: null });
  expect((await loadLine(ada, { clock: systemClock })).heldBack).toEqual([id]);

  // A second attempt to store, still without room.
  await db.generation.update({ where: { id }, data: { leaseUntil: new Date(0) } });
  await recoverGenerations();
  expect(await claimAndFinish(id)).toBe(true);
  expect((await rowOf(id)).state).toBe("received");

  disk.freeBytes = PLENTY;
  await db.generation.update({ where: { id }, data: { leaseUntil: new Date(0) } });
  expect(await claimAndFinish(id)).toBe(true);
  expect(await rowOf(id)).toMatchObject({ state: "succeeded", billed: "yes", attempts: 1 });
  expect(upstream.calls()).toHaveLength(1);
});

test("uploads do not use reserved space", async () => {
  await queue(2);
  disk.freeBytes = roomFor(2);
  expect(await claimNext(2)).toHaveLength(2);
  const bytes = new Blob([new Uint8Array(10)]).stream();
  await expect(uploadImage(ada, { name: "a.png", bytes })).rejects.toMatchObject({
    name: "BlobStoreFull",
  });
});

test("readiness and the instance pages report the full disk", async () => {
  const owner: Actor = { ...ada, isInstanceOwner: true };
  const [id = ""] = await queue();
  expect(await loadStorageReport(owner)).toMatchObject({ disk: { hasRoom: true, heldBack: 0 } });
  disk.freeBytes = roomFor(1) - 1;
  await claimNext(1);
  expect((await loadStorageReport(owner)).disk).toMatchObject({
    hasRoom: false,
    heldBack: 1,
    unreservedBytes: WORST_CALL_BYTES - 1,
  });
  const { jobs } = await listJobs(owner, { group: "waiting" }, { clock: systemClock });
  expect(jobs).toMatchObject([{ id, isHeldBack: true }]);
  const readiness = await checkReadiness();
  expect(readiness).toMatchObject({ room: false, disk: true, database: true });
  // A web process still shows images and accepts turns; a worker has nothing left to do.
  expect(isReady({ ...readiness, boot: true, queue: true })).toBe(true);
});

test("what a call writes while free space is read does not count as free", async () => {
  const [id = ""] = await queue();
  await claimNext(1);
  const { reservedBytes, attempts } = await db.generation.findUniqueOrThrow({ where: { id } });
  disk.afterRead = async () => {
    await mkdir(spoolFolder(), { recursive: true });
    await writeFile(join(spoolFolder(), `${id}-${attempts}`), Buffer.alloc(1_000_000));
  };
  expect(await unreservedBytes()).toBe(PLENTY - DATABASE_ROOM_BYTES - (reservedBytes ?? 0));
});
