import { withClient } from "@/scripts/database/connection";
import { picture } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";

// One call at a time, so that a second and a third one queue up.
test.use({ ownStudio: { env: { UPSTREAM_CONCURRENCY: "1", WORKER_CONCURRENCY: "1" } } });

test("a queued generation shows its position and estimated start, and both update", async ({
  page,
  studio,
}) => {
  const { api, upstream } = studio;
  const first = await api.createTurn({ prompt: "Makes history" });
  await expect.poll(() => api.stateOf(first)).toBe("succeeded");
  // The usual time comes from the instance's own images: a minute and a half.
  await withClient(studio.databaseUrl, (client) =>
    client.query(`UPDATE "Generation" SET "sentAt" = "finishedAt" - interval '90 s'`),
  );
  upstream.script([
    { ...(await picture(21)), gate: "first" },
    { ...(await picture(22)), gate: "second" },
    await picture(23),
  ]);
  await api.createTurn({ prompt: "Under way" });
  await upstream.reached("first");

  const requests: string[] = [];
  page.on("request", (request) => {
    if (new URL(request.url()).pathname === "/api/line") requests.push(request.url());
  });
  await page.goto("/");
  await composerOf(page).submit("Waits for its turn");
  const thread = threadPage(page);
  await expect(thread.turns).toContainText("Next in line");
  await expect(thread.turns).toContainText("starts in about 1 min");

  await test.step("an older generation's retry goes ahead of it", async () => {
    const older = await api.createTurn({ prompt: "Has waited longer" });
    await withClient(studio.databaseUrl, (client) =>
      client.query(
        `UPDATE "Generation" SET "queuedAt" = "queuedAt" - interval '1 h' WHERE "turnId" = $1`,
        [older.id],
      ),
    );
    // Another queued turn announces a change of the queue.
    await api.createTurn({ prompt: "Comes last" });
    await expect(thread.turns).toContainText("2nd in line");
    await expect(thread.turns).toContainText("starts in about 3 min");
  });

  upstream.release("first");
  await upstream.reached("second");
  await expect(thread.turns).toContainText("Next in line");
  upstream.release("second");
  await expect(thread.pictures).toHaveCount(1);
  await expect(thread.turns).not.toContainText("in line");
  // One initial request and one per change: no polling.
  expect(requests.length).toBeLessThan(8);
});
