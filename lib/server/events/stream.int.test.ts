import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/server/auth/actor";
import { db, inTransaction } from "@/lib/server/db";
import { systemClock } from "@/lib/server/clock";
import { createTurn } from "@/lib/server/domain/turns/create";
import { announceThread } from "@/lib/server/domain/announcements/announce";
import { latestSeq, pruneEvents } from "@/lib/server/events/read";
import { streamEvents } from "@/lib/server/events/stream";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeActor } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

let ada: Actor;
let eve: Actor;

beforeAll(async () => {
  await prepareQueue();
  ada = await makeActor("Ada");
  eve = await makeActor("Eve");
});

type Frame = { name: string; id: bigint };

/** Reads until `until` returns true, then cuts the connection. */
async function readUntil(
  actor: Actor,
  cursor: bigint,
  until: (frame: Frame) => boolean,
): Promise<Frame[]> {
  const cut = new AbortController();
  const frames: Frame[] = [];
  await streamEvents(
    actor,
    cursor,
    async (name, id) => {
      if (cut.signal.aborted || id === null) return;
      const frame = { name, id: BigInt(id) };
      frames.push(frame);
      if (until(frame)) cut.abort();
    },
    { signal: cut.signal, isAuthorized: async () => true },
  );
  return frames;
}

test("over a hundred cuts with ten concurrent writers, no event is lost, duplicated or out of order", async () => {
  const { thread } = await createTurn(ada, turnBody(), { clock: systemClock });
  const start = await latestSeq(ada.workspaceId);
  const total = 330;
  const writers = Array.from({ length: 10 }, async () => {
    for (let n = 0; n < total / 10; n += 1) {
      await inTransaction((tx) => announceThread(tx, ada.workspaceId, thread.id));
    }
  });
  const seen: bigint[] = [];
  let cursor = start;
  let cuts = 0;
  while (seen.length < total) {
    // Between one and five frames, then the connection is cut.
    const frameCount = Math.min(1 + (cuts % 5), total - seen.length);
    let left = frameCount;
    const frames = await readUntil(ada, cursor, () => --left <= 0);
    seen.push(...frames.map((frame) => frame.id));
    cursor = seen.at(-1) ?? cursor;
    cuts += 1;
  }
  await Promise.all(writers);
  expect(cuts).toBeGreaterThan(100);
  expect(seen).toEqual(Array.from({ length: total }, (_, n) => start + BigInt(n) + 1n));
}, 120_000);

test("only its creator gets a private thread's events", async () => {
  await db.membership.create({
    data: { userId: eve.userId, workspaceId: ada.workspaceId, role: "member" },
  });
  const guest: Actor = { ...eve, workspaceId: ada.workspaceId, role: "member" };
  const start = await latestSeq(ada.workspaceId);
  const { thread } = await createTurn(ada, turnBody(), { clock: systemClock });
  await db.thread.update({ where: { id: thread.id }, data: { visibility: "workspace" } });
  await inTransaction((tx) => announceThread(tx, ada.workspaceId, thread.id));
  const frames = await readUntil(guest, start, () => true);
  expect(frames.map((frame) => frame.id)).toEqual([start + 2n]);
});

test("a cursor older than the kept events gets a reset", async () => {
  await db.$executeRaw`UPDATE "Event" SET "createdAt" = now() - interval '2 days'`;
  expect(await pruneEvents()).toBeGreaterThan(0);
  const frames = await readUntil(ada, 1n, () => true);
  expect(frames).toEqual([{ name: "reset", id: await latestSeq(ada.workspaceId) }]);
});

test("events written after a person's rights ended do not reach them, even before the notification", async () => {
  const { thread } = await createTurn(ada, turnBody(), { clock: systemClock });
  const start = await latestSeq(ada.workspaceId);
  await inTransaction((tx) => announceThread(tx, ada.workspaceId, thread.id));
  const sent: string[] = [];
  const send = async (name: string) => void sent.push(name);
  const signal = new AbortController().signal;
  await streamEvents(ada, start, send, { signal, isAuthorized: async () => false });
  expect(sent).toEqual(["access"]);
});
