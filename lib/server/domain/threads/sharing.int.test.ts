import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { EventPayload } from "@/lib/contracts/events";
import type { ThreadId, WorkspaceId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock as clock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { removeThread, restoreThread, updateThread } from "@/lib/server/domain/threads/commands";
import { loadThreadPage } from "@/lib/server/domain/threads/page";
import { sayPresence } from "@/lib/server/domain/threads/presence";
import { listThreads } from "@/lib/server/domain/threads/queries";
import { createTurn } from "@/lib/server/domain/turns/create";
import { latestSeq, readEvents } from "@/lib/server/events/read";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { turnBody } from "@/scripts/testing/turn-body";

let team: WorkspaceId;
let createdBy: Actor;
let colleague: Actor;
let admin: Actor;
let viewer: Actor;
let threadId: ThreadId;

beforeAll(prepareQueue);
beforeEach(async () => {
  ({ id: team } = await makeTeam());
  createdBy = await addMember(team, "member", "Maya");
  colleague = await addMember(team, "member", "Cole");
  admin = await addMember(team, "admin", "Ada");
  viewer = await addMember(team, "viewer", "Vera");
  threadId = await openThread();
});
afterAll(closeDatabase);

async function openThread(visibility: "private" | "workspace" = "workspace"): Promise<ThreadId> {
  const { thread } = await createTurn(createdBy, turnBody({ visibility }), { clock });
  return thread.id;
}

const outcome = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "yes",
    (error) => error.code,
  );

/** The events of an actor's stream after an event number. */
async function eventsFor(actor: Actor, after: bigint): Promise<EventPayload[]> {
  const batch = await readEvents(team, actor.userId, after);
  return batch.kind === "events" ? batch.events.map(({ payload }) => payload as EventPayload) : [];
}

const kindsFor = async (actor: Actor, after: bigint) =>
  (await eventsFor(actor, after)).map(({ kind }) => kind);

test("a new thread has the creator's visibility, else the workspace's default; an existing one keeps its own", async () => {
  const plain = await createTurn(createdBy, turnBody(), { clock });
  expect(plain.thread).toMatchObject({ visibility: "private", createdBy: { name: "Maya" } });
  await db.workspace.update({ where: { id: team }, data: { defaultVisibility: "workspace" } });
  const open = await createTurn(createdBy, turnBody(), { clock });
  expect(open.thread.visibility).toBe("workspace");
  const kept = await createTurn(createdBy, turnBody({ visibility: "private" }), { clock });
  expect(kept.thread.visibility).toBe("private");
  const again = turnBody({ threadId: kept.thread.id, parentTurnId: kept.turn.id });
  const opened = createTurn(createdBy, { ...again, visibility: "workspace" }, { clock });
  await expect(opened).rejects.toMatchObject({ code: "invalid_field" });
});

test("permissions on a visible thread depend on role and creator", async () => {
  const acts: Record<string, (actor: Actor) => Promise<unknown>> = {
    rename: (actor) => updateThread(actor, { threadId, title: "Named" }, { clock }),
    takePart: async (actor) => {
      const { path } = await loadThreadPage(createdBy, threadId, {});
      const parentTurnId = path.at(-1)?.id ?? null;
      return createTurn(actor, turnBody({ threadId, parentTurnId }), { clock });
    },
    pin: (actor) => updateThread(actor, { threadId, isPinned: true }, { clock }),
    archive: (actor) => updateThread(actor, { threadId, isArchived: false }, { clock }),
    show: (actor) => updateThread(actor, { threadId, visibility: "workspace" }, { clock }),
    delete: async (actor) => {
      await removeThread(actor, threadId, { clock });
      await restoreThread(actor, threadId);
    },
  };
  const table: Record<string, Record<string, string>> = {};
  for (const [act, run] of Object.entries(acts)) {
    table[act] = {
      createdBy: await outcome(run(createdBy)),
      colleague: await outcome(run(colleague)),
      admin: await outcome(run(admin)),
      viewer: await outcome(run(viewer)),
    };
  }
  const everyWriter = { createdBy: "yes", colleague: "yes", admin: "yes", viewer: "forbidden" };
  const curators = { ...everyWriter, colleague: "forbidden" };
  expect(table).toEqual({
    rename: everyWriter,
    takePart: everyWriter,
    pin: curators,
    archive: curators,
    delete: curators,
    show: { ...curators, admin: "forbidden" },
  });
});

test("a deleted thread is restored by its creator or an admin, not by another colleague", async () => {
  await removeThread(admin, threadId, { clock });
  expect(await outcome(restoreThread(colleague, threadId))).toBe("forbidden");
  expect(await outcome(restoreThread(createdBy, threadId))).toBe("yes");
});

test("a private thread answers not_found to everyone but its creator, whatever their role", async () => {
  const own = await openThread("private");
  for (const actor of [colleague, admin, viewer]) {
    expect(await outcome(loadThreadPage(actor, own, {}))).toBe("not_found");
    const change = updateThread(actor, { threadId: own, visibility: "workspace" }, { clock });
    expect(await outcome(change)).toBe("not_found");
    expect((await listThreads(actor, {})).threads.map(({ id }) => id)).not.toContain(own);
  }
});

test("showing a thread publishes it to everyone; hiding it publishes its removal to all but the creator", async () => {
  const own = await openThread("private");
  const before = await latestSeq(team);
  await updateThread(createdBy, { threadId: own, visibility: "workspace" }, { clock });
  expect(await eventsFor(colleague, before)).toMatchObject([
    { kind: "thread.changed", thread: { id: own, visibility: "workspace" } },
    { kind: "images.changed" },
  ]);
  const between = await latestSeq(team);
  await updateThread(createdBy, { threadId: own, visibility: "private" }, { clock });
  expect(await eventsFor(colleague, between)).toEqual([
    { kind: "thread.hidden", threadId: own, createdById: createdBy.userId },
    { kind: "images.changed" },
  ]);
  expect(await eventsFor(createdBy, between)).toMatchObject([
    { kind: "thread.hidden" },
    { kind: "thread.changed", thread: { id: own, visibility: "private" } },
    { kind: "images.changed" },
  ]);
});

test("past events of a hidden thread are replayed to its creator alone", async () => {
  const start = (await latestSeq(team)) - 1n;
  const elsewhere = await openThread();
  await updateThread(createdBy, { threadId, visibility: "private" }, { clock });
  const latecomer = await addMember(team, "member", "Lately");
  for (const actor of [colleague, latecomer]) {
    const events = await eventsFor(actor, start);
    expect(events.map(({ kind }) => kind)).toEqual([
      "turn.created",
      "thread.hidden",
      "images.changed",
    ]);
    expect(JSON.stringify(events.filter(({ kind }) => kind !== "thread.hidden"))).not.toContain(
      threadId,
    );
    expect(JSON.stringify(events)).toContain(elsewhere);
  }
  expect(await kindsFor(createdBy, start)).toEqual([
    "turn.created",
    "turn.created",
    "thread.hidden",
    "thread.changed",
    "images.changed",
  ]);
});

test("a visibility change is audited, without the title while the thread is private", async () => {
  await updateThread(createdBy, { threadId, visibility: "private" }, { clock });
  await updateThread(createdBy, { threadId, visibility: "private" }, { clock });
  await updateThread(createdBy, { threadId, visibility: "workspace" }, { clock });
  const rows = await db.auditEntry.findMany({
    where: { act: "thread.visibility_changed", targetId: threadId },
    orderBy: { createdAt: "asc" },
  });
  expect(rows).toMatchObject([
    { details: { from: "workspace", to: "private" }, targetName: "", actorId: createdBy.userId },
    { details: { from: "private", to: "workspace" }, targetName: "An old lighthouse at dusk" },
  ]);
});

test("presence is accepted only for threads that the actor may see", async () => {
  const body = { streamId: randomUUID(), isHere: true };
  const own = await openThread("private");
  expect(await outcome(sayPresence(viewer, { ...body, threadId }))).toBe("yes");
  expect(await outcome(sayPresence(colleague, { ...body, threadId: own }))).toBe("not_found");
});
