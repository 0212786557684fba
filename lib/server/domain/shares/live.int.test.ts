import { afterAll, beforeAll, expect, test } from "vitest";
import { GET as getEvents } from "@/app/s/[token]/events/route";
import type { Actor } from "@/lib/server/auth/actor";
import { db, inTransaction } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { IMAGES_CHANGED } from "@/lib/server/domain/images/image-drafts";
import { revokeShare } from "@/lib/server/domain/shares/commands";
import { eventHub } from "@/lib/server/events/hub";
import { publishDrafts } from "@/lib/server/events/publish";
import {
  cookieOf,
  makeSharedThread,
  makeShare,
  readShare,
  shareDeps,
  visit,
} from "@/scripts/testing/shares";
import { makeTeam } from "@/scripts/testing/team";
import { addPaintedTurn } from "@/scripts/testing/thread";

let olive: Actor;

beforeAll(async () => {
  olive = (await makeTeam()).owner;
});
afterAll(() => eventHub().close());

/** The frames of a share's stream, one after the other. */
async function openStream(token: string) {
  const leaving = new AbortController();
  const request = visit(`${token}/events`, {}, { signal: leaving.signal });
  const response = await getEvents(request, { params: Promise.resolve({ token }) });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  return {
    status: response.status,
    leave: () => leaving.abort(),
    /** The next frame, as its name and data; null at the end. */
    async next(): Promise<string | null> {
      for (;;) {
        const at = rest.indexOf("\n\n");
        if (at >= 0) {
          const frame = rest.slice(0, at);
          rest = rest.slice(at + 2);
          if (frame.startsWith("event: "))
            return frame.replace("event: ", "").replace("\ndata:", "");
          continue;
        }
        const chunk = await reader?.read();
        if (chunk === undefined || chunk.done) return null;
        rest += chunk.value;
      }
    },
  };
}

async function addTurn(threadId: string) {
  await addPaintedTurn(olive, threadId, { prompt: "Go on" });
  await inTransaction((tx) => publishDrafts(tx, brandId(olive.workspaceId), [IMAGES_CHANGED]));
}

test("a live share tells its visitors about changes, and ends for all when it is revoked", async () => {
  const { first } = await makeSharedThread(olive);
  const { share, token } = await makeShare(olive, {
    target: { kind: "thread", id: first.thread.id },
  });
  const streams = [await openStream(token), await openStream(token)];
  const { version } = await readShare(token);
  for (const stream of streams)
    expect(await stream.next()).toBe(`change {"version":"${version}","review":0}`);
  await addTurn(first.thread.id);
  const changed = await streams[0]?.next();
  const after = await readShare(token);
  expect(after.steps).toHaveLength(3);
  expect(changed).toBe(`change {"version":"${after.version}","review":0}`);
  expect(await streams[1]?.next()).toBe(changed);
  await revokeShare(olive, share.id, shareDeps);
  for (const stream of streams) {
    expect(await stream.next()).toBe("over {}");
    expect(await stream.next()).toBeNull();
  }
  expect((await openStream(token)).status).toBe(404);
});

test("a share with an audience ends for the visitor whose session ends", async () => {
  const { first } = await makeSharedThread(olive);
  const body = { target: { kind: "thread", id: first.thread.id }, audience: "members" };
  const { token } = await makeShare(olive, body);
  const cookie = await cookieOf(olive);
  const request = visit(`${token}/events`, { cookie });
  const response = await getEvents(request, { params: Promise.resolve({ token }) });
  expect(response.status).toBe(200);
  await db.session.updateMany({ where: { userId: olive.userId }, data: { endedAt: new Date() } });
  await addTurn(first.thread.id);
  expect(await response.text()).toContain("event: over");
});
