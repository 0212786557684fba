import { picture } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";

test("a trashed picture keeps its place in its thread with a way back, and a purged one leaves a plate", async ({
  page,
  studio,
}) => {
  studio.upstream.script([await picture(161)]);
  const thread = threadPage(page);
  await page.goto("/");
  await composerOf(page).submit("A heron on one leg");
  await expect(thread.pictures).toHaveCount(1);
  const { images } = await (await page.request.get("/api/images?query=heron")).json();
  const path = `/api/images/${images[0].id}`;
  const headers = { origin: new URL(page.url()).origin };

  await page.request.post(`${path}/trash`, { data: {}, headers });
  await expect(page.getByText("In the trash")).toBeVisible();
  await expect(thread.pictures).toHaveCount(0);
  await page.getByRole("button", { name: "Restore" }).click();
  await expect(thread.pictures).toHaveCount(1);

  await page.request.post(`${path}/trash`, { data: {}, headers });
  await expect(page.getByText("In the trash")).toBeVisible();
  await page.request.delete(path, { headers });
  await expect(page.getByText("Deleted for good")).toBeVisible();
  await expect(page.getByRole("button", { name: "Restore" })).toHaveCount(0);
  await page.reload();
  await expect(page.getByText("Deleted for good")).toBeVisible();
});
