import { afterAll, beforeAll, expect, test } from "vitest";
import type { Attempt } from "@/lib/contracts/usage";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { createTurn } from "@/lib/server/domain/turns/create";
import { listAttempts, readAllAttempts } from "@/lib/server/domain/usage/attempts";
import { exportAttempts } from "@/lib/server/domain/usage/attempts-csv";
import type { Prisma } from "@/lib/server/generated/prisma/client";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeActor, makeImage } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

let ada: Actor;
let eve: Actor;

beforeAll(async () => {
  await prepareQueue();
  ada = await makeActor("Ada");
  eve = await makeActor("Eve");
});
afterAll(closeDatabase);

const AT = new Date("2026-03-10T12:00:00Z");
const seconds = (count: number) => new Date(AT.getTime() + count * 1_000);

/** Creates a generation that has ended, with these column values. */
async function ended(
  prompt: string,
  data: Prisma.GenerationUncheckedUpdateInput,
  actor: Actor = ada,
): Promise<string> {
  const { turn } = await createTurn(actor, turnBody({ prompt }), { clock: systemClock });
  const id = turn.generations[0]?.id ?? "";
  const sent = {
    attempts: 1,
    isSandbox: false,
    queuedAt: AT,
    sentAt: seconds(1),
    priceMicroUsd: 30_000,
  };
  await db.generation.update({
    where: { id },
    data: { ...sent, state: "failed", finishedAt: seconds(31), ...data },
  });
  return id;
}

const prompts = (attempts: readonly Attempt[]) => attempts.map((it) => it.promptStart);

test("lists certainly and possibly billed attempts without an image, with their sums, and no others", async () => {
  await ended("refused", { billed: "yes", costMicroUsd: 30_000, queuedAt: seconds(3) });
  await ended("broken off", { billed: "unknown", queuedAt: seconds(2) });
  await ended("gone", { billed: "unknown", state: "unknown", queuedAt: seconds(1) });
  await ended("free", { billed: "no", costMicroUsd: 0 });
  await ended("played", { billed: "yes", isSandbox: true });
  await ended("under way", { billed: null, state: "sent", finishedAt: null });
  const drawn = await ended("drawn", { billed: "yes", costMicroUsd: 30_000, state: "succeeded" });
  const image = await makeImage(ada);
  // Deleted later: the image was delivered all the same.
  await db.image.update({
    where: { id: image.id },
    data: { generationId: drawn, deletedAt: new Date() },
  });

  const { attempts, sums, nextCursor } = await listAttempts(ada, {});
  expect(prompts(attempts)).toEqual(["refused", "broken off", "gone"]);
  expect(sums).toEqual({
    generations: 3,
    billedMicroUsd: 30_000,
    perhapsBilledMicroUsd: 60_000,
  });
  expect(nextCursor).toBeNull();

  const all = await listAttempts(ada, { outcome: "all" });
  expect(prompts(all.attempts)).toContain("drawn");
  expect(prompts(all.attempts)).toContain("free");
  expect(prompts(all.attempts)).toContain("under way");
});

/** `actor` as a member of Ada's workspace. */
const asMember = (actor: Actor, role: Actor["role"]): Actor => ({
  ...actor,
  role,
  workspaceId: ada.workspaceId,
  roles: new Map([[ada.workspaceId, role]]),
});

test("omits other members' private threads and other workspaces", async () => {
  await ended("Eve's own", { billed: "yes" }, eve);
  expect(prompts((await listAttempts(ada, { outcome: "all" })).attempts)).not.toContain(
    "Eve's own",
  );
  const admin = asMember(eve, "admin");
  expect((await listAttempts(admin, { outcome: "all" })).attempts).toEqual([]);
  expect((await listAttempts(admin, {})).sums?.generations).toBe(0);
});

test("in a visible thread a manager sees all attempts, a member their own", async () => {
  const id = await ended("for all to see", { billed: "yes" });
  const { threadId } = await db.generation.findUniqueOrThrow({ where: { id } });
  await db.thread.update({ where: { id: threadId }, data: { visibility: "workspace" } });
  const seenBy = async (role: Actor["role"]) =>
    prompts((await listAttempts(asMember(eve, role), {})).attempts);
  expect(await seenBy("admin")).toEqual(["for all to see"]);
  expect(await seenBy("member")).toEqual([]);
});

test("keeps the attempts of a deleted thread", async () => {
  const id = await ended("thrown away", { billed: "yes", costMicroUsd: 30_000 });
  const { threadId } = await db.generation.findUniqueOrThrow({ where: { id } });
  await db.thread.update({ where: { id: threadId }, data: { deletedAt: new Date() } });
  const { attempts } = await listAttempts(ada, {});
  expect(attempts.find((it) => it.promptStart === "thrown away")).toMatchObject({
    isThreadDeleted: true,
  });
});

test("filters by whole days or exact instants, with an exclusive end", async () => {
  const ben = await makeActor("Ben");
  await ended("before", { billed: "yes", queuedAt: new Date("2026-05-01T23:59:59Z") }, ben);
  await ended("within", { billed: "yes", queuedAt: new Date("2026-05-02T23:59:59Z") }, ben);
  await ended("after", { billed: "yes", queuedAt: new Date("2026-05-03T00:00:00Z") }, ben);
  const found = async (from: string, to: string) =>
    prompts((await listAttempts(ben, { from, to })).attempts);
  expect(await found("2026-05-02", "2026-05-02")).toEqual(["within"]);
  expect(await found("2026-05-02T05:44:59+05:45", "2026-05-03T00:00:00Z")).toEqual([
    "within",
    "before",
  ]);
});

test("lists every attempt, latest first, without gaps or duplicates across pages", async () => {
  const cyd = await makeActor("Cyd");
  const earlier = [1, 2].map((number) => ({
    number,
    sentAt: seconds(number).toISOString(),
    firstByteAt: null,
    endedAt: seconds(number + 1).toISOString(),
    status: 502,
    code: "upstream_error",
    requestIds: { "x-request-id": `req-${number}` },
    responseBytes: 10,
    billed: "no" as const,
  }));
  await ended("thrice", { billed: "no", attempts: 3, earlierAttempts: earlier }, cyd);
  const { attempts } = await listAttempts(cyd, { outcome: "all" });
  expect(attempts.map(({ number, outcome }) => `${number} ${outcome}`)).toEqual([
    "3 failed",
    "2 resent",
    "1 resent",
  ]);

  // All at one instant, so that only the id orders them.
  const turn = await db.generation.findFirstOrThrow({ where: { workspaceId: cyd.workspaceId } });
  const { turnId, threadId, workspaceId, createdById, keySource, model, endpoint } = turn;
  const row = { turnId, threadId, workspaceId, createdById, keySource, model, endpoint };
  await db.generation.createMany({
    data: Array.from({ length: 120 }, (_, index) => ({
      ...row,
      isSandbox: false,
      position: index + 1,
      priceMicroUsd: 30_000,
      state: "failed" as const,
      billed: "yes" as const,
      costMicroUsd: 30_000,
      queuedAt: AT,
      sentAt: AT,
      attempts: 1,
    })),
  });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAttempts(cyd, { cursor });
    if (cursor !== undefined) expect(page.sums).toBeNull();
    seen.push(...page.attempts.map((it) => it.generationId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toHaveLength(120);
  expect(new Set(seen).size).toBe(120);
  let exported = 0;
  for await (const page of readAllAttempts(cyd, {})) exported += page.length;
  expect(exported).toBe(120);
});

test("the CSV carries the upstream's ids and escapes formulas", async () => {
  const dee = await makeActor('=HYPERLINK("http://evil")');
  await ended(
    '=1+1, "quoted"',
    {
      billed: "unknown",
      upstreamStatus: 200,
      failureCode: "connection_reset",
      upstreamId: "chatcmpl-7",
      upstreamRequestIds: { "x-request-id": "req-1", "cf-ray": "ray-1" },
    },
    dee,
  );
  const text = await new Response(exportAttempts(dee, {})).arrayBuffer();
  expect([...new Uint8Array(text).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines = new TextDecoder().decode(text).split("\r\n");
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^sent_at_utc,ended_at_utc,model,endpoint,upstream_id,request_ids,/);
  expect(lines[1]).toContain(
    "2026-03-10T12:00:01.000Z,2026-03-10T12:00:31.000Z,gpt-image-2-vip,generations,chatcmpl-7,cf-ray=ray-1; x-request-id=req-1,200,connection_reset,unknown,,0.030000,",
  );
  expect(lines[1]).toContain(`"'=HYPERLINK(""http://evil"")"`);
  expect(lines[1]).toContain(`"'=1+1, ""quoted"""`);
});
