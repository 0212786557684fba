import { readFile } from "node:fs/promises";
import { picture } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { galleryPage } from "../pages/gallery";
import { threadPage } from "../pages/thread-page";
import { jpeg } from "../upstream/pictures";

test("a picture downloaded with its recipe brings prompt and settings back when it is dropped", async ({
  page,
  studio,
}) => {
  studio.upstream.script([await picture(41)]);
  const composer = composerOf(page);
  const thread = threadPage(page);
  await page.goto("/");
  await composer.submit("A lighthouse <at> dusk & 雾");
  await expect(thread.pictures).toHaveCount(1);

  const coming = page.waitForEvent("download");
  await thread.turns.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Download with recipe" }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^a-lighthouse.*\.png$/);
  const bytes = await readFile(await download.path());
  expect(bytes.toString("utf8")).toContain("pentimento:Recipe");

  await page.goto("/");
  await composer.field.fill("As a poster.");
  await composer.drop([{ name: "found.png", media: "image/png", bytes }]);
  const offer = composer.region.getByRole("status").filter({ hasText: "how it was made" });
  await expect(offer).toContainText("A lighthouse <at> dusk & 雾");
  await composer.region.getByRole("button", { name: "Use prompt and settings" }).click();
  await expect(composer.field).toHaveValue("As a poster.\nA lighthouse <at> dusk & 雾");
  await expect(composer.field).toBeFocused();
  await expect(offer).toHaveCount(0);

  await composer.drop([{ name: "plain.jpg", media: "image/jpeg", bytes: await jpeg() }]);
  await expect(composer.references).toHaveCount(2);
  await expect(offer).toHaveCount(0);
});

test("a tile of the gallery offers the recipe of a generated picture, and none of an upload", async ({
  page,
  studio,
}) => {
  studio.upstream.script([await picture(42)]);
  const composer = composerOf(page);
  await page.goto("/");
  await composer.submit("A red boat");
  await expect(threadPage(page).pictures).toHaveCount(1);
  const upload = await studio.api.upload(await jpeg());
  const { images } = await studio.api.call("images.list", { query: {} });
  const made = images.find(({ id }) => id !== upload.id);

  await page.goto("/gallery");
  const gallery = galleryPage(page);
  const coming = page.waitForEvent("download");
  await gallery.menuOf(made?.id ?? "", "Download with recipe");
  expect((await coming).suggestedFilename()).toMatch(/^a-red-boat.*\.png$/);
  await gallery.tile(upload.id).hover();
  await page
    .locator(`[data-tile="${upload.id}"]`)
    .getByRole("button", { name: "More actions" })
    .click();
  await expect(page.getByRole("menuitem", { name: "Download original" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "Download with recipe" })).toHaveCount(0);
});
