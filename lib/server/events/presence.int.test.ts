import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { ThreadId, WorkspaceId } from "@/lib/contracts/ids";
import type { PresenceFrame } from "@/lib/contracts/presence";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock as clock } from "@/lib/server/clock";
import { closeDatabase } from "@/lib/server/db";
import { updateThread } from "@/lib/server/domain/threads/commands";
import { sayPresence } from "@/lib/server/domain/threads/presence";
import { createTurn } from "@/lib/server/domain/turns/create";
import { eventHub } from "@/lib/server/events/hub";
import { latestSeq } from "@/lib/server/events/read";
import { streamEvents } from "@/lib/server/events/stream";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { turnBody } from "@/scripts/testing/turn-body";

let team: WorkspaceId;
let ada: Actor;
let eve: Actor;
let threadId: ThreadId;
const tabs: AbortController[] = [];

beforeAll(async () => {
  await prepareQueue();
  // Listen first: a notification sent earlier is lost, and repeated only seconds later.
  await eventHub().subscribe(await workspaceOfNobody(), () => undefined);
});
beforeEach(async () => {
  ({ id: team } = await makeTeam());
  ada = await addMember(team, "member", "Ada");
  eve = await addMember(team, "viewer", "Eve");
  threadId = (await createTurn(ada, turnBody({ visibility: "workspace" }), { clock })).thread.id;
});
afterEach(() => {
  for (const tab of tabs.splice(0)) tab.abort();
});
afterAll(async () => {
  await eventHub().close();
  await closeDatabase();
});

async function workspaceOfNobody(): Promise<WorkspaceId> {
  return (await makeTeam("Nobody's")).id;
}

/** A person's tab: its stream, and the last presence frame it received. */
async function openTab(actor: Actor) {
  const leaving = new AbortController();
  tabs.push(leaving);
  const streamId = randomUUID();
  let seen: PresenceFrame | null = null;
  const send = async (name: string, _id: string | null, data: unknown) => {
    if (name === "presence") seen = data as PresenceFrame;
  };
  const options = { signal: leaving.signal, streamId, isAuthorized: async () => true };
  void streamEvents(actor, await latestSeq(team), send, options);
  return {
    look: (isHere = true) => sayPresence(actor, { threadId, streamId, isHere }),
    close: () => leaving.abort(),
    names: () => seen?.people.map(({ name }) => name) ?? null,
  };
}

test("opening a thread shows up for the others in it, and ends when the tab closes", async () => {
  const first = await openTab(ada);
  const second = await openTab(eve);
  await first.look();
  await expect.poll(first.names).toEqual([]);
  await second.look();
  await expect.poll(first.names).toEqual(["Eve"]);
  await expect.poll(second.names).toEqual(["Ada"]);
  second.close();
  await expect.poll(first.names).toEqual([]);
});

test("a hidden tab shows no thread and gets no presence", async () => {
  const first = await openTab(ada);
  const second = await openTab(eve);
  await first.look();
  await second.look();
  await expect.poll(first.names).toEqual(["Eve"]);
  await second.look(false);
  await expect.poll(first.names).toEqual([]);
});

test("a person who loses access to a thread disappears from it", async () => {
  const first = await openTab(ada);
  const second = await openTab(eve);
  await second.look();
  await first.look();
  await expect.poll(first.names).toEqual(["Eve"]);
  await updateThread(ada, { threadId, visibility: "private" }, { clock });
  await expect(second.look()).rejects.toMatchObject({ code: "not_found" });
  await updateThread(ada, { threadId, visibility: "workspace" }, { clock });
  await first.look();
  await expect.poll(first.names).toEqual([]);
});
