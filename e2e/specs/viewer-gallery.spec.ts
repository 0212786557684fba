import { runSeed } from "../fixtures/seed";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { galleryPage, imageIdOf as idOf } from "../pages/gallery";
import { viewerOf } from "../pages/viewer";
import { enterPath } from "@/lib/contracts/workspace-choice";

test.use({ ownStudio: { hasOwner: true } });

test("pictures of the wall become references, leave as files, and are found in the palette", async ({
  page,
  studio,
}) => {
  await runSeed(studio, 300);
  const { workspaces } = await studio.api.call("studio.state");
  const team = workspaces.find(({ kind }) => kind === "team");
  if (!team) throw new Error("the seed made no team");
  const api = studio.api.in(team.id);
  const gallery = galleryPage(page);
  const composer = composerOf(page);
  const viewer = viewerOf(page);
  await page.goto(enterPath(team.id, "/gallery"));
  await expect(gallery.tiles.first()).toBeVisible();
  const firstId = await gallery.firstId();

  const carried =
    await test.step("a dragged tile carries its original with a good name", async () => {
      await gallery.tile(firstId).hover();
      await expect(
        page.locator(`[data-tile="${firstId}"]`).getByRole("button", { name: "Use as reference" }),
      ).toBeVisible();
      const types = ["DownloadURL", "text/uri-list", "text/html"];
      const drag = () =>
        gallery.tile(firstId).evaluate((tile, names) => {
          const dataTransfer = new DataTransfer();
          tile.dispatchEvent(new DragEvent("dragstart", { bubbles: true, dataTransfer }));
          tile.dispatchEvent(new DragEvent("dragend", { bubbles: true, dataTransfer }));
          return Object.fromEntries(names.map((name) => [name, dataTransfer.getData(name)]));
        }, types);
      // The name of the file comes a moment after the pointer.
      await expect.poll(async () => (await drag())["DownloadURL"]).toMatch(/^image\/[a-z]+:/);
      const data = await drag();
      const { fileName } = await api.call("images.detail", {
        params: { imageId: idOf(firstId) },
      });
      const address = `${studio.url}/api/images/${firstId}/original`;
      expect(data["DownloadURL"]?.endsWith(`:${fileName}:${address}`)).toBe(true);
      return data;
    });

  await test.step("U opens a new thread with the picture as its reference, also while the wall scrolls", async () => {
    await gallery.tile(firstId).focus();
    await gallery.scrollBy(300);
    await page.keyboard.press("u");
    await expect(page).toHaveURL("/");
    await expect(composer.references).toHaveCount(1);
    await expect(composer.references.first().locator(`img[src*="${firstId}"]`)).toBeVisible();
    // Dropped a second time, as from another window, it stays one reference.
    await composer.drop([], { "text/uri-list": carried["text/uri-list"] ?? "" });
    await expect(composer.references).toHaveCount(1);
    await composer.removeReference(1);
    await composer.drop([], { "text/html": carried["text/html"] ?? "" });
    await expect(composer.references).toHaveCount(1);
    await composer.removeReference(1);
  });

  await test.step("dragged to the lower edge of the wall, a tile becomes a reference", async () => {
    await page.goBack();
    const second = gallery.tiles.nth(1);
    await second.hover();
    await page.mouse.down();
    const size = page.viewportSize() ?? { width: 1280, height: 720 };
    await page.mouse.move(size.width / 2, size.height / 2, { steps: 4 });
    const dock = page.locator("[data-drop-dock]");
    await expect(dock).toHaveText("Drop here to use as a reference");
    await dock.hover();
    await page.mouse.up();
    await expect(page).toHaveURL("/");
    await expect(composer.references).toHaveCount(1);
    await composer.removeReference(1);
    await page.goBack();
  });

  await test.step("the wheel with Ctrl changes the height of the rows", async () => {
    const tile = gallery.tiles.first();
    const before = (await tile.boundingBox())?.height ?? 0;
    await tile.hover();
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -120);
    await page.keyboard.up("Control");
    await expect
      .poll(async () => (await gallery.tiles.first().boundingBox())?.height ?? 0)
      .toBeGreaterThan(before + 20);
    expect(await page.evaluate(() => window.visualViewport?.scale)).toBe(1);
  });

  await test.step("the palette finds pictures in the same language; Enter shows one in the viewer", async () => {
    const { images } = await api.call("images.list", { query: { query: "has:parent" } });
    const [wanted] = images;
    if (!wanted) throw new Error("the seed has no refined picture");
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("dialog", { name: "Command palette" });
    await palette.getByRole("combobox").fill("has:parent");
    const found = palette.getByRole("group", { name: "Pictures" });
    await expect(found.getByRole("option")).toHaveCount(7);
    await expect(found.getByRole("option").last()).toHaveText("All pictures for “has:parent”");
    await expect(found.getByRole("option").first()).toContainText(wanted.prompt ?? "");
    await expect(palette.getByRole("option").first()).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`q=has%3Aparent.*image=${wanted.id}`));
    await expect(viewer.dialog).toBeVisible();
    await expect(viewer.details).toContainText("before");
  });

  await test.step("the viewer over the wall: the keys of the wall, and the filmstrip", async () => {
    const shown = () => new URL(page.url()).searchParams.get("image");
    const first = shown();
    const { isFavourite: wasFavourite } = await api.call("images.detail", {
      params: { imageId: idOf(first) },
    });
    const strip = viewer.filmstrip.locator("[data-strip]");
    await expect(strip.nth(2)).toBeVisible();
    const stripIds = () => strip.evaluateAll((all) => all.map((one) => one.dataset["strip"]));
    const before = await stripIds();
    await page.keyboard.press("f");
    await expect.poll(shown).not.toBe(first);
    await expect(viewer.dialog).toContainText("favourites");
    await page.keyboard.press("z");
    await expect.poll(shown).toBe(first);
    const isFavourite = async () => {
      const params = { imageId: idOf(first) };
      return (await api.call("images.detail", { params })).isFavourite;
    };
    await expect.poll(isFavourite).toBe(wasFavourite);
    await page.keyboard.press("x");
    await expect.poll(shown).not.toBe(first);
    await page.keyboard.press("z");
    await expect.poll(shown).toBe(first);
    await expect.poll(stripIds).toEqual(before);
    await strip.nth(1).click();
    await expect.poll(shown).not.toBe(first);
    await page.keyboard.press("m");
    await expect(viewer.slider).toBeVisible();
    await page.keyboard.press("m");
    await page.keyboard.press("u");
    await expect(page).toHaveURL("/");
    await expect(composer.references).toHaveCount(1);
    await composer.removeReference(1);
    await page.goBack();
    await expect(viewer.dialog).toBeVisible();
    await page.keyboard.press("o");
    await expect(page).toHaveURL(/\/t\//);
  });
});
