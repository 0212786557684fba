import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { cancelJob, retryJob } from "@/lib/server/domain/instance/job-commands";
import { listJobs } from "@/lib/server/domain/instance/jobs";
import { loadStorageReport } from "@/lib/server/domain/instance/storage";
import { listWorkspaceReports } from "@/lib/server/domain/instance/workspaces";
import { createTurn } from "@/lib/server/domain/turns/create";
import type { Prisma } from "@/lib/server/generated/prisma/client";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeActor, makeImage } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

let owner: Actor;
let eve: Actor;

beforeAll(async () => {
  await prepareQueue();
  owner = { ...(await makeActor("Olga")), isInstanceOwner: true };
  eve = await makeActor("Eve");
});
beforeEach(() => db.generation.deleteMany());

const HOUR_MS = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MS);

/** Creates a generation in a private thread of `actor` with these column values. */
async function job(data: Prisma.GenerationUncheckedUpdateInput, actor = eve): Promise<string> {
  const { turn } = await createTurn(actor, turnBody({ prompt: "A secret garden" }), {
    clock: systemClock,
  });
  const id = turn.generations[0]?.id ?? "";
  await db.generation.update({ where: { id }, data });
  return id;
}

const idsIn = async (group: "under_way" | "waiting" | "failed" | "unknown") =>
  (await listJobs(owner, { group }, { clock: systemClock })).jobs.map(({ id }) => String(id));

test("lists and counts each job in its group", async () => {
  const waiting = await job({});
  const sent = await job({ state: "sent", sentAt: hoursAgo(1), queuedAt: hoursAgo(2) });
  const cancelledAfterSend = await job({
    state: "cancelled",
    sentAt: hoursAgo(1),
    cancelledAt: new Date(),
  });
  await job({ state: "cancelled", cancelledAt: new Date(), finishedAt: new Date() });
  const failed = await job({ state: "failed", finishedAt: hoursAgo(23) });
  await job({ state: "failed", finishedAt: hoursAgo(25) });
  await job({ state: "failed", finishedAt: hoursAgo(1), supersededAt: new Date() });
  const unknown = await job({ state: "unknown", finishedAt: hoursAgo(300) });
  expect(await idsIn("under_way")).toEqual([sent, cancelledAfterSend]);
  expect(await idsIn("waiting")).toEqual([waiting]);
  expect(await idsIn("failed")).toEqual([failed]);
  expect(await idsIn("unknown")).toEqual([unknown]);
  const { counts } = await listJobs(owner, { group: "waiting" }, { clock: systemClock });
  expect(counts).toEqual({ under_way: 2, waiting: 1, failed: 1, unknown: 1 });
});

test("hides prompts of private threads and of workspaces that the owner is not in", async () => {
  await job({});
  const asStranger = await listJobs(owner, { group: "waiting" }, { clock: systemClock });
  expect(asStranger.jobs).toMatchObject([{ createdBy: { name: "Eve" }, promptStart: null }]);
  expect(JSON.stringify(asStranger)).not.toContain("secret garden");
  await db.thread.updateMany({
    where: { createdById: eve.userId },
    data: { visibility: "workspace" },
  });
  const stillHidden = await listJobs(owner, { group: "waiting" }, { clock: systemClock });
  expect(stillHidden.jobs[0]?.promptStart).toBeNull();
  const inside = { ...owner, roles: new Map(owner.roles).set(eve.workspaceId, "viewer" as const) };
  const shown = await listJobs(inside, { group: "waiting" }, { clock: systemClock });
  expect(shown.jobs[0]?.promptStart).toBe("A secret garden");
});

test("cancels a member's job and audits it in their workspace", async () => {
  const waiting = await job({});
  expect(await cancelJob(owner, waiting, { clock: systemClock })).toMatchObject({
    state: "cancelled",
    billed: "no",
    promptStart: null,
  });
  const sent = await job({ state: "sent", sentAt: hoursAgo(1) });
  expect(await cancelJob(owner, sent, { clock: systemClock })).toMatchObject({
    state: "cancelled",
    endedAt: null,
  });
  // It has already ended: nothing changes, and nothing is audited.
  await cancelJob(owner, waiting, { clock: systemClock });
  const entries = await db.auditEntry.findMany({
    where: { act: "job.cancelled", targetId: { in: [waiting, sent] } },
  });
  expect(entries).toHaveLength(2);
  expect(entries[0]).toMatchObject({ workspaceId: eve.workspaceId, actorName: "Olga" });
  expect(JSON.stringify(entries)).not.toContain("secret garden");
});

test("retries a member's job at their expense, and requires consent if it may have been billed", async () => {
  const failed = await job({
    state: "failed",
    finishedAt: hoursAgo(1),
    billed: "unknown",
    isSandbox: false,
  });
  await expect(
    retryJob(owner, { generationId: failed, mayPayAgain: false }, { clock: systemClock }),
  ).rejects.toMatchObject({
    code: "would_pay_again",
  });
  const again = await retryJob(
    owner,
    { generationId: failed, mayPayAgain: true },
    { clock: systemClock },
  );
  expect(again).toMatchObject({ state: "queued", createdBy: { id: eve.userId } });
  await expect(
    retryJob(owner, { generationId: failed, mayPayAgain: true }, { clock: systemClock }),
  ).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await db.auditEntry.count({ where: { act: "job.retried", targetId: failed } })).toBe(1);
});

test("lists waiting jobs oldest first, without gaps or duplicates across pages", async () => {
  const id = await job({ queuedAt: hoursAgo(3) });
  const row = await db.generation.findUniqueOrThrow({ where: { id } });
  const { turnId, threadId, workspaceId, createdById, keySource, model, endpoint } = row;
  const same = { turnId, threadId, workspaceId, createdById, keySource, model, endpoint };
  await db.generation.createMany({
    data: Array.from({ length: 70 }, (_, n) => ({
      ...same,
      isSandbox: true,
      priceMicroUsd: 0,
      position: n + 1,
      queuedAt: hoursAgo(1 + (n % 2)),
    })),
  });
  const first = await listJobs(owner, { group: "waiting" }, { clock: systemClock });
  const cursor = first.nextCursor ?? undefined;
  const second = await listJobs(owner, { group: "waiting", cursor }, { clock: systemClock });
  expect(first.jobs[0]?.id).toBe(id);
  expect([first.jobs.length, second.jobs.length, second.nextCursor]).toEqual([50, 21, null]);
  expect(new Set([...first.jobs, ...second.jobs].map((it) => it.id)).size).toBe(71);
});

test("answers not_found to everyone but instance owners", async () => {
  const id = await job({});
  const gone = { code: "not_found" };
  await expect(listJobs(eve, { group: "waiting" }, { clock: systemClock })).rejects.toMatchObject(
    gone,
  );
  await expect(cancelJob(eve, id, { clock: systemClock })).rejects.toMatchObject(gone);
  await expect(
    retryJob(eve, { generationId: id, mayPayAgain: true }, { clock: systemClock }),
  ).rejects.toMatchObject(gone);
  await expect(listWorkspaceReports(eve, {}, { clock: systemClock })).rejects.toMatchObject(gone);
  await expect(loadStorageReport(eve)).rejects.toMatchObject(gone);
  await expect(cancelJob(owner, "not-an-id", { clock: systemClock })).rejects.toMatchObject(gone);
});

test("a workspace report counts each file once and excludes the sandbox's spending", async () => {
  const cyd = await makeActor("Cyd");
  await makeImage(cyd, "#112233");
  await makeImage(cyd, "#445566");
  await makeImage(cyd, "#445566");
  const priced = { state: "succeeded", isSandbox: false, costMicroUsd: 2_000_000_000 } as const;
  await job({ ...priced, finishedAt: new Date() }, cyd);
  await job({ ...priced, finishedAt: new Date("2020-01-01") }, cyd);
  await job({ ...priced, finishedAt: new Date(), isSandbox: true }, cyd);
  await db.thread.updateMany({
    where: { id: { in: await oneThreadOf(cyd) } },
    data: { deletedAt: new Date() },
  });
  const blobs = await db.blob.findMany({
    where: { images: { some: { workspaceId: cyd.workspaceId } } },
  });
  expect(blobs).toHaveLength(2);
  const { workspaces } = await listWorkspaceReports(
    owner,
    { query: "CYD'S" },
    { clock: systemClock },
  );
  expect(workspaces).toMatchObject([
    {
      name: "Cyd's workspace",
      kind: "personal",
      members: 1,
      threads: 2,
      storedBytes: blobs.reduce((sum, { byteCount }) => sum + byteCount, 0),
      spentThisMonthMicroUsd: 2_000_000_000,
      // Exceeds 32 bits.
      spentMicroUsd: 4_000_000_000,
      lastActivityAt: expect.any(String),
    },
  ]);
});

async function oneThreadOf(actor: Actor): Promise<string[]> {
  const thread = await db.thread.findFirstOrThrow({ where: { createdById: actor.userId } });
  return [thread.id];
}

test("the storage report counts blobs and names the versions", async () => {
  await makeImage(eve, "#778899");
  const report = await loadStorageReport(owner);
  expect(report).toMatchObject({
    blobs: { count: await db.blob.count() },
    mode: "sandbox",
    database: { version: expect.stringMatching(/^\d+/) },
    versions: { node: process.versions.node, migration: expect.stringMatching(/^\d{14}_/) },
  });
  await vi.waitFor(async () => {
    const { folderBytes } = await loadStorageReport(owner);
    expect(folderBytes).toBeGreaterThanOrEqual(report.blobs.bytes);
  });
  expect(report.disk?.freeBytes).toBeGreaterThan(0);
});
