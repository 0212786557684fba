import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { ScriptedAnswer } from "@/e2e/upstream/script";
import { type EventPayload, eventPayload } from "@/lib/contracts/events";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { announceSent } from "@/lib/server/domain/generations/announce-sent";
import {
  announceStage,
  markFailed,
  markReceived,
  markSent,
} from "@/lib/server/domain/generations/transitions";
import { receivedFacts, sentFacts } from "@/lib/server/domain/generations/transitions.fixtures";
import { claimNext } from "@/lib/server/domain/queue/claim";
import { loadThreadPage } from "@/lib/server/domain/threads/page";
import { createTurn } from "@/lib/server/domain/turns/create";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { type JobRunner, startRunner } from "@/lib/server/jobs/runner";
import { makeFailure } from "@/lib/server/upstream/read/failure";
import { makeActor } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

/** Which stages of a generation are published. */

/** Hoisted, because settings are read once, on first import. */
const upstream = await vi.hoisted(async () => {
  const { beginUpstream } = await import("@/scripts/testing/scripted-upstream");
  return beginUpstream();
});

let ada: Actor;
let runner: JobRunner | null = null;

beforeAll(async () => {
  await prepareQueue();
  ada = await makeActor("Ada");
});
beforeEach(async () => {
  upstream.reset();
  await db.event.deleteMany();
});
afterEach(async () => {
  await runner?.stop(0);
  runner = null;
});
afterAll(async () => {
  await upstream.close();
  await closeDatabase();
});

type Published = Extract<EventPayload, { kind: "generation.changed" }>;

/** The events published for one generation, in order, until its end. */
async function publishedOf(answer: ScriptedAnswer): Promise<Published[]> {
  upstream.script([answer]);
  runner = await startRunner();
  await createTurn(ada, turnBody(), { clock: systemClock });
  return vi.waitFor(
    async () => {
      const rows = await db.event.findMany({
        where: { workspaceId: ada.workspaceId },
        orderBy: { seq: "asc" },
      });
      const published = rows
        .map(({ payload }) => eventPayload.parse(payload))
        .filter((payload) => payload.kind === "generation.changed");
      expect(published.at(-1)?.generation.state).toBe("succeeded");
      return published;
    },
    { timeout: 20_000, interval: 50 },
  );
}

const statesOf = (published: Published[]) => published.map(({ generation }) => generation.state);
const linked: ScriptedAnswer = {
  json: { choices: [{ message: { content: "![a](/files/boat.png)" }, finish_reason: "stop" }] },
};

test("`received` is not published when the images follow within a moment", async () => {
  await createTurn(ada, turnBody(), { clock: systemClock });
  const [lease] = await claimNext(1);
  if (lease === undefined) throw new Error("nothing waits");
  await markSent(lease, new Date(), sentFacts());
  await announceSent([lease]);
  const before = await db.event.count();
  expect(await markReceived(lease, receivedFacts())).toBe(true);
  expect(await db.event.count()).toBe(before);

  await announceStage(lease);
  expect(await db.event.count()).toBe(before + 1);
  // It ended meanwhile, and that was published: it must not be published twice.
  const end = { state: "succeeded", leaseToken: null } as const;
  await db.generation.update({ where: { id: lease.generationId }, data: end });
  await announceStage(lease);
  expect(await db.event.count()).toBe(before + 1);
  await db.generation.deleteMany();
});

test("calls sent in the same moment are published together, but those that have ended are not", async () => {
  await createTurn(ada, turnBody({ settings: { ...turnBody().settings, variations: 3 } }), {
    clock: systemClock,
  });
  const leases = await claimNext(3);
  const [ended] = leases;
  if (ended === undefined) throw new Error("nothing waits");
  const before = await db.event.count();
  for (const lease of leases) await markSent(lease, new Date(), sentFacts());
  expect(await db.event.count()).toBe(before);

  await markFailed(ended, new Date(), makeFailure("internal"), 0);
  await announceSent(leases);
  const events = await db.event.findMany({ orderBy: { seq: "asc" }, skip: before });
  const states = events
    .map(({ payload }) => eventPayload.parse(payload))
    .map((payload) => payload.kind === "generation.changed" && payload.generation.state);
  expect(states).toEqual(["failed", "sent", "sent"]);
  await db.generation.deleteMany();
});

test("a call is published as sent while the upstream works on it", async () => {
  upstream.script([{ ...linked, gate: "held" }]);
  runner = await startRunner();
  await createTurn(ada, turnBody(), { clock: systemClock });
  await vi.waitFor(
    async () => {
      const { payload } = await db.event.findFirstOrThrow({ orderBy: { seq: "desc" } });
      expect(payload).toMatchObject({ kind: "generation.changed", generation: { state: "sent" } });
    },
    { timeout: 20_000, interval: 50 },
  );
  upstream.release("held");
});

test("the final event has images, cover and all times, and equals the thread's view", async () => {
  const published = await publishedOf({
    ...linked,
    assets: [{ path: "/files/boat.png", body_template: "{{PNG_BYTES}}" }],
  });
  const last = published.at(-1);
  if (last === undefined) throw new Error("nothing was published");
  expect(last.generation.images).toHaveLength(1);
  expect(last.thread?.cover?.imageId).toBe(last.generation.images[0]?.id);
  const page = await loadThreadPage(ada, last.generation.threadId, {});
  expect(last.thread).toEqual(page.thread);
  expect(last.generation).toEqual(page.path[0]?.generations[0]);
});

test("`received` is published first when the image takes longer", async () => {
  const published = await publishedOf({
    ...linked,
    assets: [
      {
        path: "/files/boat.png",
        // The second fetch comes only after half a second.
        sequence: [{ status: 503 }, { status: 200, body_template: "{{PNG_BYTES}}" }],
      },
    ],
  });
  expect(statesOf(published).slice(-2)).toEqual(["received", "succeeded"]);
});
