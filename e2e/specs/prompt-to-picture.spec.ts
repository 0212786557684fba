import { readFile } from "node:fs/promises";
import { picture } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";
import { png } from "../upstream/pictures";

test.use({ contextOptions: { reducedMotion: "no-preference" } });

test.describe("in the sandbox", () => {
  test.use({ kind: "sandbox" });

  test("a prompt becomes a picture", async ({ page, studio }) => {
    await page.goto("/");
    const thread = threadPage(page);
    await composerOf(page).submit("An old lighthouse at dusk, a boat coming home");
    await expect(page).toHaveURL(/\/t\/[\da-f-]{36}$/);
    // Painting takes time on this machine.
    await expect(thread.pictures).toHaveCount(1);
    await expect(page.getByText("sandbox", { exact: true }).first()).toBeVisible();

    const download = page.waitForEvent("download");
    await thread.turns.getByRole("link", { name: "Download original" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^an-old-lighthouse-at-dusk.*\.png$/);
    const bytes = await readFile(await file.path());
    const { images } = await studio.api.call("images.list", { query: {} });
    const original = await studio.api.send("GET", `/api/images/${images[0]?.id}/original`);
    expect(bytes.equals(original.bytes)).toBe(true);
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
  });
});

test("Enter sends, Shift+Enter breaks the line, and the composer is free at once", async ({
  page,
  studio,
}) => {
  const { upstream } = studio;
  upstream.script([
    { ...(await picture(31)), gate: "first" },
    { ...(await picture(32)), gate: "second" },
  ]);
  await page.goto("/");
  const composer = composerOf(page);
  const thread = threadPage(page);
  await composer.field.pressSequentially("A harbour in fog");
  await composer.field.press("Shift+Enter");
  await composer.field.pressSequentially("as a watercolour");
  await expect(composer.field).toHaveValue("A harbour in fog\nas a watercolour");
  expect(upstream.calls()).toHaveLength(0);
  await composer.field.press("Enter");
  await upstream.reached("first");
  await expect(thread.waiting).toHaveCount(1);
  await expect(composer.field).toHaveValue("");

  await composer.submit("A second instruction meanwhile");
  await upstream.reached("second");
  await expect(thread.turns).toHaveCount(2);
  await expect(thread.waiting).toHaveCount(2);
  await expect(page).toHaveTitle(/^● [^●]+ · Pentimento$/);

  upstream.release("second");
  await expect(thread.pictureOf("A second instruction meanwhile")).toBeVisible();
  await expect(thread.waiting).toHaveCount(1);
  upstream.release("first");
  await expect(thread.pictureOf("A harbour in fog")).toBeVisible();
  await expect(thread.waiting).toHaveCount(0);
  await expect(page).toHaveTitle(/^Harbour in fog as a watercolour · Pentimento$/);
});

test("the download equals the upstream's bytes", async ({ page, studio }) => {
  const bytes = await png(300, 200, 77);
  studio.upstream.script([await picture(77, 300, 200)]);
  await page.goto("/");
  await composerOf(page).submit("Byte for byte");
  const download = page.waitForEvent("download");
  await threadPage(page).turns.getByRole("link", { name: "Download original" }).click();
  const file = await download;
  expect((await readFile(await file.path())).equals(bytes)).toBe(true);
});

test("several pictures are asked for once: the next instruction makes one", async ({
  page,
  studio,
}) => {
  studio.upstream.script([await picture(71), await picture(72), await picture(73)]);
  await page.goto("/");
  const composer = composerOf(page);
  const thread = threadPage(page);
  await composer.region.getByRole("button", { name: "Variations: 1" }).click();
  await composer.choose("Variations", "2");
  await composer.submit("A heron");
  await expect(thread.pictures).toHaveCount(2);
  await expect(composer.region.getByRole("button", { name: "Variations: 1" })).toBeVisible();
  await page.reload();
  await composer.submit("At dusk");
  await expect(thread.pictures).toHaveCount(3);
});
