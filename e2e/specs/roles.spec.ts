import { startApp } from "@/scripts/testing/app";
import { picture } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";

test.use({ ownStudio: { env: { PENTIMENTO_ROLE: "web" } } });

test("one process serves browsers while another makes the pictures", async ({ page, studio }) => {
  const { upstream } = studio;
  upstream.script([{ ...(await picture(61)), gate: "seen" }]);
  await page.goto("/");
  const thread = threadPage(page);
  await composerOf(page).submit("Painted elsewhere");
  await expect(thread.turns).toContainText("Queued");
  expect(upstream.calls()).toHaveLength(0);

  const worker = await startApp({
    env: { ...studio.env, PENTIMENTO_ROLE: "worker" },
    dataDir: studio.dataDir,
    databaseUrl: studio.databaseUrl,
  });
  try {
    await test.step("the browser sees the stage live", async () => {
      await upstream.reached("seen");
      await expect(thread.turns).toContainText("Painting");
    });
    upstream.release("seen");
    await test.step("the web process serves the picture from the shared folder", async () => {
      await expect(thread.pictures).toHaveCount(1);
      const image = thread.pictures.locator("img").last();
      await expect
        .poll(() => image.evaluate((it: HTMLImageElement) => it.complete && it.naturalWidth))
        .toBeGreaterThan(0);
    });
    expect(upstream.calls()).toHaveLength(1);
    expect(worker.logs()).toContain("generation.moved");
    expect((await fetch(`${worker.url}/`)).status).toBe(404);
    studio.canary.look("the worker's log", worker.logs());
  } finally {
    await worker.kill("SIGTERM");
  }
  expect(studio.logs()).not.toContain("generation.moved");
});
