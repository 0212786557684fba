import type { Client } from "pg";
import { withClient } from "@/scripts/database/connection";
import type { TurnView } from "@/lib/contracts/turns";
import type { Api } from "../fixtures/api";
import { picture, pictureAt } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { UNREACHABLE } from "../fixtures/console-errors";
import { threadPage } from "../pages/thread-page";
import { png } from "../upstream/pictures";

// One generation in each state that a dead process can leave, and what the next process does with it after the lease
// expires (20 s).

test.use({ ownStudio: { env: { WORKER_CONCURRENCY: "3" } } });
test.setTimeout(120_000);

/** A lease expires after 20 s, and expired leases are swept every 3 s. */
const AFTER_LEASE = { timeout: 45_000 };

test("a server killed in any state pays nothing twice and loses nothing", async ({
  page,
  studio,
  consoleErrors,
}) => {
  consoleErrors.expect(UNREACHABLE);
  const { api, upstream, pictures } = studio;
  const url = pictures.publish("/late.png", await png(120, 80, 211));
  pictures.hold("/late.png");
  upstream.script([
    pictureAt(url),
    { ...(await picture(212)), gate: "sent" },
    { ...(await picture(213)), gate: "cancelled" },
  ]);
  const state = (turn: TurnView) => api.stateOf(turn);

  const received = await api.createTurn({ prompt: "Received, its picture on the way" });
  await expect.poll(() => state(received)).toBe("received");
  await expect.poll(() => pictures.requestCount("/late.png")).toBe(1);
  const sent = await api.createTurn({ prompt: "Sent, no answer yet" });
  await upstream.reached("sent");
  const cancelled = await api.createTurn({ prompt: "Sent, and then cancelled" });
  await upstream.reached("cancelled");
  await api.call("generations.cancel", {
    params: { generationId: cancelled.generations[0]!.id },
    body: {},
  });
  // Three calls fill all slots.
  const claimed = await api.createTurn({ prompt: "Waiting, then claimed and not sent" });
  expect(await state(claimed)).toBe("queued");
  await studio.kill();

  await test.step("a second kill hits the generation that was just claimed", async () => {
    await withSendingHeld(studio.databaseUrl, async () => {
      await studio.restart();
      await expect.poll(() => studio.storedState(claimed.generations[0]!.id)).toBe("claimed");
      await studio.kill();
    });
    expect(upstream.calls()).toHaveLength(3);
  });

  await studio.restart();
  pictures.release("/late.png");
  await page.goto(`/t/${sent.threadId}`);
  const thread = threadPage(page);

  await test.step("claimed but not sent: runs again automatically", async () => {
    await expect.poll(() => state(claimed), AFTER_LEASE).toBe("succeeded");
    expect(upstream.calls()).toHaveLength(4);
  });

  await test.step("received: continues from the spooled answer", async () => {
    await expect.poll(() => state(received), AFTER_LEASE).toBe("succeeded");
  });

  await test.step("cancelled after sending: stays cancelled, possibly billed", async () => {
    await expect
      .poll(async () => (await generationOf(api, cancelled))?.finishedAt, AFTER_LEASE)
      .toBeTruthy();
    expect(await generationOf(api, cancelled)).toMatchObject({
      state: "cancelled",
      billed: "unknown",
    });
  });

  await test.step("sent: becomes unknown, and is retried only after confirmation", async () => {
    await expect(thread.failure).toContainText("Pentimento stopped while this was in progress");
    await expect(thread.failure).toContainText("Billed: maybe $0.03");
    expect(upstream.calls()).toHaveLength(4);
    await thread.sendAgain();
    await expect(thread.pictures).toHaveCount(1);
    expect(upstream.calls()).toHaveLength(5);
  });
});

async function generationOf(api: Api, { threadId }: TurnView) {
  const { path } = await api.page(threadId);
  return path[0]?.generations[0];
}

/**
 * Runs `use` while no call can be marked as sent: workers stop there, after the claim and before sending. A statement
 * that still waits at the end is aborted, since its process is dead.
 */
function withSendingHeld(databaseUrl: string, use: () => Promise<void>): Promise<void> {
  return withClient(databaseUrl, async (client: Client) => {
    await client.query(`
      CREATE FUNCTION hold_sent() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NEW; END $$;
      CREATE TRIGGER hold_sent BEFORE UPDATE ON "Generation"
        FOR EACH ROW WHEN (OLD.state = 'claimed' AND NEW.state = 'sent') EXECUTE FUNCTION hold_sent();
      SELECT pg_advisory_lock(1);`);
    await use();
    await client.query(`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory';
      SELECT pg_advisory_unlock(1);
      DROP TRIGGER hold_sent ON "Generation";
      DROP FUNCTION hold_sent;`);
  });
}
