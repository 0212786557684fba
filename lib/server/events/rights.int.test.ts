import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { GET as openEvents } from "@/app/api/events/route";
import { POST as signOut } from "@/app/api/account/sign-out/route";
import { STREAM_QUERY } from "@/lib/contracts/presence-beat";
import type { WorkspaceId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import { sessionCookie } from "@/lib/server/auth/cookie";
import { endSession, openSession } from "@/lib/server/auth/sessions";
import { closeDatabase, inTransaction } from "@/lib/server/db";
import { setSuspended } from "@/lib/server/domain/instance/suspend";
import { changeRole, removeMember } from "@/lib/server/domain/members/commands";
import { announceWorkspace } from "@/lib/server/domain/workspaces/announce-workspace";
import { announceAccess } from "@/lib/server/auth/access-changes";
import { eventHub } from "@/lib/server/events/hub";
import { latestSeq } from "@/lib/server/events/read";
import { addMember, makeTeam } from "@/scripts/testing/team";

/** The promise: revoked rights end on screen within a second. */
const DEADLINE_MS = 1_000;
const HOST = { host: "localhost:3000", "x-pentimento-peer": "127.0.0.1" };

let team: WorkspaceId;
let owner: Actor;
let member: Actor;
const open: AbortController[] = [];

beforeEach(async () => {
  ({ id: team, owner } = await makeTeam());
  member = await addMember(team, "member");
});
afterEach(() => {
  for (const stream of open.splice(0)) stream.abort();
});
afterAll(async () => {
  await eventHub().close();
  await closeDatabase();
});

/** A signed-in person's event stream, as a browser opens it. */
async function openStream(person: Actor, { isNamed = true, isFromNow = false } = {}) {
  const session = await openSession({ id: person.userId, sessionVersion: 0 }, "test");
  const cookie = (await sessionCookie(new Headers(HOST), session)).split(";")[0] ?? "";
  const leaving = new AbortController();
  open.push(leaving);
  const search = new URLSearchParams({
    ...(!isFromNow && { after: String(await latestSeq(team)) }),
    [STREAM_QUERY]: randomUUID(),
    ...(isNamed && { workspace: team }),
  });
  const kept = isNamed ? "" : `; pentimento.workspace=${team}`;
  const response = await openEvents(
    new Request(`http://localhost:3000/api/events?${search.toString()}`, {
      headers: { ...HOST, cookie: cookie + kept },
      signal: leaving.signal,
    }),
  );
  expect(response.status).toBe(200);
  const frames = new Frames(response);
  // Once a first frame arrives, the stream is listening and cannot miss the next change.
  await inTransaction((tx) => announceWorkspace(tx, team));
  const first = await frames.until("change");
  return { session, cookie, frames, first };
}

/** The frames of an open stream, read with a deadline, so that tests never sleep. */
class Frames {
  readonly #reader: ReadableStreamDefaultReader<string>;
  #text = "";

  constructor(response: Response) {
    if (response.body === null) throw new Error("no stream");
    this.#reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  }

  async until(name: string): Promise<string> {
    while (!this.#text.includes(`event: ${name}\n`)) await this.#more();
    const text = this.#text;
    this.#text = "";
    return text;
  }

  /** Everything that still arrived until the stream ended. */
  async untilEnd(): Promise<string> {
    while (await this.#more());
    return this.#text;
  }

  async #more(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`after ${DEADLINE_MS} ms: ${this.#text}`)),
        DEADLINE_MS,
      );
    });
    try {
      const { done, value } = await Promise.race([this.#reader.read(), late]);
      this.#text += value ?? "";
      return !done;
    } finally {
      clearTimeout(timer);
    }
  }
}

async function endsAfter(
  act: (stream: Awaited<ReturnType<typeof openStream>>) => Promise<unknown>,
) {
  const stream = await openStream(member);
  await act(stream);
  // The tab gets an `access` frame, so that it need not find out from a failing request.
  expect(await stream.frames.untilEnd()).toContain("event: access\n");
}

test("a stream without a cursor starts with the next event", async () => {
  for (let past = 0; past < 3; past += 1) await inTransaction((tx) => announceWorkspace(tx, team));
  const { first } = await openStream(member, { isFromNow: true });
  expect(first.match(/^id: .+$/gm)).toEqual([`id: ${await latestSeq(team)}`]);
});

test("a stream ends within a second of its session's end", () =>
  endsAfter(({ session }) => endSession(session)));

test("a stream ends within a second of signing out in another tab", () =>
  endsAfter(({ cookie }) =>
    signOut(
      new Request("http://localhost:3000/api/account/sign-out", {
        method: "POST",
        headers: { ...HOST, cookie, origin: "http://localhost:3000" },
      }),
      { params: Promise.resolve({}) },
    ),
  ));

test("a stream ends within a second of a suspension", () =>
  endsAfter(() => setSuspended("command line", { userId: member.userId, isSuspended: true })));

test("a stream ends within a second of its reader's removal", () =>
  endsAfter(() => removeMember(owner, { workspaceId: team, userId: member.userId })));

test("a removed member gets no further event of the workspace, not even one that follows at once", async () => {
  const { frames } = await openStream(member);
  await inTransaction(async (tx) => {
    await tx.membership.deleteMany({ where: { userId: member.userId, workspaceId: team } });
    await announceAccess(tx, member.userId);
    await announceWorkspace(tx, team);
  });
  expect(await frames.untilEnd()).not.toContain("event: change\n");
});

test("a stream on the cookie's workspace ends with the membership and does not switch workspace", async () => {
  const { frames } = await openStream(member, { isNamed: false });
  await removeMember(owner, { workspaceId: team, userId: member.userId });
  expect(await frames.untilEnd()).toContain("event: access\n");
});

test("a stream ends within a second of a demotion, and the next one has the viewer's rights", async () => {
  await endsAfter(() =>
    changeRole(owner, { workspaceId: team, userId: member.userId, role: "viewer" }),
  );
  await openStream(member);
});

test("a change of another person's rights does not end the stream", async () => {
  const { frames } = await openStream(member);
  const other = await addMember(team, "member", "Other");
  await removeMember(owner, { workspaceId: team, userId: other.userId });
  await inTransaction((tx) => announceWorkspace(tx, team));
  await expect(frames.until("access")).rejects.toThrow(/event: change/);
});

test("a spared session is checked later, all others at once", async () => {
  const spared = await openStream(member);
  const other = await openStream(member);
  await inTransaction((tx) => announceAccess(tx, member.userId, spared.session.sessionId));
  await other.frames.until("access");
  await inTransaction((tx) => announceWorkspace(tx, team));
  await expect(spared.frames.until("access")).rejects.toThrow(/event: change/);
});
