import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { startApp } from "@/scripts/testing/app";
import { cli } from "@/scripts/testing/cli";
import { createTestDatabase } from "@/scripts/testing/database";
import { picture } from "../fixtures/answers";
import { OWNER } from "../fixtures/studio";
import { expect, test } from "../fixtures/test";
import { accountPages } from "../pages/account-pages";

test.use({ ownStudio: {} });

test("a backup of a running studio restores to a studio that starts", async ({
  browser,
  studio,
}) => {
  const { api, upstream } = studio;
  upstream.script([await picture(87)]);
  const turn = await api.createTurn({ prompt: "A lighthouse, kept twice" });
  await expect.poll(() => api.stateOf(turn)).toBe("succeeded");

  const folder = await mkdtemp(path.join(os.tmpdir(), "pentimento-backup-"));
  const archive = path.join(folder, "studio.tar.gz");
  const dataDir = path.join(folder, "data");
  const target = await createTestDatabase();
  const settings = { ...studio.env, DATA_DIR: studio.dataDir };
  const saved = await cli(["backup", "--out", archive, "--json"], {
    env: { ...settings, DATABASE_URL: studio.databaseUrl },
  });
  expect(saved, saved.err).toMatchObject({ code: 0 });
  const back = await cli(["restore", archive, "--data-dir", dataDir, "--json"], {
    env: { ...settings, DATABASE_URL: target.url },
  });
  expect(back, back.err).toMatchObject({ code: 0 });

  const app = await startApp({ env: studio.env, dataDir, databaseUrl: target.url });
  try {
    const restored = api.at(app.url);
    expect(await restored.page(turn.threadId)).toEqual(await api.page(turn.threadId));

    // A context without the session of this test's browsers.
    const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
    const page = await context.newPage();
    await page.goto(app.url);
    await accountPages(page).signIn(OWNER.email, OWNER.password);
    await expect(page.getByText("A lighthouse, kept twice").first()).toBeVisible();
    await context.close();
  } finally {
    await app.stop();
    await target.drop();
    await rm(folder, { recursive: true, force: true });
  }
});
