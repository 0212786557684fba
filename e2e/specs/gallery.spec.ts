import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "../fixtures/test";
import { fingersOn } from "../fixtures/fingers";
import { galleryPage, imageIdOf, openSeededGallery } from "../pages/gallery";

test.use({ ownStudio: { hasOwner: true } });

const IMAGES = 900;

test("a batch is culled by keyboard, taken back, and restored from the trash", async ({
  page,
  studio,
}) => {
  const gallery = galleryPage(page);
  const teamId = await openSeededGallery(page, studio, IMAGES);
  const api = studio.api.in(teamId);
  const { months } = await api.call("images.months");
  const total = months.reduce((sum, { count }) => sum + count, 0);

  await test.step("the header has the count, and few pictures are alive", async () => {
    await expect(gallery.count).toHaveText(total.toLocaleString("en"));
    expect(await page.locator("[data-wall] img").count()).toBeLessThan(150);
  });

  await test.step("stacks: whole threads are tiles, counted by the server, and open in place", async () => {
    const query = { stacks: "thread" } as const;
    const { months: stacked } = await api.call("images.months", { query });
    const tiles = stacked.reduce((sum, month) => sum + month.tiles, 0);
    const say = (number: number) => number.toLocaleString("en");
    await page.getByRole("button", { name: "Stacks: No stacks" }).click();
    await page
      .getByRole("menuitemradio", { name: "Whole threads" })
      .or(page.getByRole("menuitemcheckbox", { name: "Whole threads" }))
      .click();
    await expect(gallery.count).toHaveText(`${say(tiles)} tiles, ${say(total)} pictures`);
    const badge = page.getByRole("button", { name: /^Show \d+ pictures$/ }).first();
    const behind = Number(/\d+/.exec((await badge.getAttribute("aria-label")) ?? "")?.[0]) - 1;
    const shown = await gallery.tiles.count();
    expect(behind).toBeGreaterThan(0);
    await badge.click();
    await expect(page.getByRole("button", { name: /^Stack \d+ pictures$/ })).toBeVisible();
    await expect.poll(() => gallery.tiles.count()).not.toBe(shown);
    await page.getByRole("button", { name: "Stacks: Whole threads" }).click();
    await page
      .getByRole("menuitemradio", { name: "No stacks" })
      .or(page.getByRole("menuitemcheckbox", { name: "No stacks" }))
      .click();
    await expect(gallery.count).toHaveText(say(total));
  });

  await test.step("F marks the picture and goes to the next, Z takes it back", async () => {
    await gallery.settle();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => gallery.activeId()).not.toBe("");
    const first = await gallery.activeId();
    await page.keyboard.press("f");
    await expect.poll(() => gallery.activeId()).not.toBe(first);
    await expect(gallery.tile(first)).toHaveAccessibleName(/favourite/);
    await page.keyboard.press("z");
    await expect.poll(() => gallery.activeId()).toBe(first);
    await expect(gallery.tile(first)).not.toHaveAccessibleName(/favourite/);
  });

  await test.step("three pictures go to the trash by keyboard; one comes back", async () => {
    const gone: string[] = [];
    for (let press = 0; press < 3; press += 1) {
      const active = await gallery.activeId();
      gone.push(active);
      await page.keyboard.press("x");
      await expect(gallery.tile(active)).toHaveCount(0);
      await expect.poll(() => gallery.activeId()).not.toBe(active);
    }
    await expect(gallery.count).toHaveText((total - 3).toLocaleString("en"));
    await page.keyboard.press("z");
    const last = gone.at(-1) ?? "";
    await expect(gallery.tile(last)).toBeVisible();
    await expect(gallery.count).toHaveText((total - 2).toLocaleString("en"));
    await gallery.view("Trash").click();
    await expect(gallery.tile(gone[0] ?? "")).toBeVisible();
    await expect(gallery.tile(gone[1] ?? "")).toBeVisible();
    await expect(gallery.tile(last)).toHaveCount(0);
    await gallery.tile(gone[0] ?? "").focus();
    await page.keyboard.press("x");
    await expect(gallery.tile(gone[0] ?? "")).toHaveCount(0);
    await gallery.view("All").click();
    await expect(gallery.count).toHaveText((total - 1).toLocaleString("en"));
    await expect(gallery.tile(gone[0] ?? "")).toBeVisible();
  });

  await test.step("a tile downloads its file, refines, and is deleted for good", async () => {
    // An upload has no thread to refine in.
    const { images } = await api.call("images.list", { query: { query: "-is:upload", limit: 3 } });
    const [first = "", second = "", third = ""] = images.map(({ id }) => id);
    const downloading = page.waitForEvent("download");
    await gallery.menuOf(first, "Download original");
    expect((await downloading).suggestedFilename()).toMatch(/\.(png|jpe?g|webp)$/);
    await gallery.tile(second).hover();
    await page.locator(`[data-tile="${second}"]`).getByRole("button", { name: "Refine" }).click();
    await expect(page).toHaveURL(/\/t\//);
    await expect(page.getByText(/^Refining/).first()).toBeVisible();
    await page.goBack();
    await expect(gallery.tile(third)).toBeVisible();
    await gallery.menuOf(third, "Move to trash");
    await expect(gallery.tile(third)).toHaveCount(0);
    await gallery.view("Trash").click();
    await gallery.menuOf(third, "Delete for good…");
    await page
      .getByRole("alertdialog")
      .or(page.getByRole("dialog"))
      .getByRole("button", { name: "Delete for good" })
      .click();
    await expect(gallery.tile(third)).toHaveCount(0);
  });

  await test.step("favourites go by the time of the mark, and G leads here", async () => {
    await page.goto("/");
    await page.getByRole("main").click({ position: { x: 5, y: 5 } });
    await page.keyboard.press("g");
    await expect(page).toHaveURL(/\/gallery$/);
    const { images } = await api.call("images.list", { query: { limit: 30 } });
    const unmarked = images.filter(({ isFavourite }) => !isFavourite).map(({ id }) => id);
    const [first = "", second = ""] = unmarked;
    for (const id of [second, first]) {
      await gallery.tile(id).focus();
      // Two marks on their way at once may arrive in either order.
      const marked = page.waitForResponse((reply) => reply.url().endsWith(`/${id}/favourite`));
      await page.keyboard.press("f");
      await marked;
      await expect(gallery.tile(id)).toHaveAccessibleName(/favourite/);
    }
    await gallery.view("Favourites").click();
    await page
      .getByRole("main")
      .getByRole("button", { name: /Newest/ })
      .click();
    await page
      .getByRole("menuitem", { name: "Recently favourited" })
      .or(page.getByRole("menuitemradio", { name: "Recently favourited" }))
      .or(page.getByRole("menuitemcheckbox", { name: "Recently favourited" }))
      .click();
    await expect(page).toHaveURL(/sort=favourited/);
    await expect.poll(async () => (await gallery.firstIds(2)).join()).toBe([first, second].join());
  });
});

test("Back returns to the very spot; the scrubber and the search find pictures", async ({
  page,
  studio,
}) => {
  const gallery = galleryPage(page);
  const teamId = await openSeededGallery(page, studio, IMAGES);
  const { months } = await studio.api.in(teamId).call("images.months");

  await test.step("from the viewer, from a thread, and after a reload", async () => {
    // Uploads have no thread to open.
    await page.goto("/gallery?q=-is%3Aupload");
    await gallery.settle();
    await gallery.scrollBy(3_000);
    await expect(page).toHaveURL(/at=\d+/);
    await gallery.settle();
    const before = await gallery.topTile();
    await gallery.tile(before.id).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect.poll(() => gallery.topTile()).toEqual(before);

    await gallery.openInThread(before.id);
    await expect(page).toHaveURL(/\/t\//);
    await page.goBack();
    await expect(gallery.tile(before.id)).toBeVisible();
    await expect.poll(() => gallery.topTile()).toEqual(before);

    await page.reload();
    await expect.poll(() => gallery.topTile()).toEqual(before);
  });

  await test.step("and when the opened picture was deleted meanwhile: the next one is in its place", async () => {
    const before = await gallery.topTile();
    const next = await gallery.following(before.id);
    await gallery.openInThread(before.id);
    await expect(page).toHaveURL(/\/t\//);
    const params = { imageId: imageIdOf(before.id) };
    await studio.api.in(teamId).call("images.trash", { params, body: {} });
    await page.goBack();
    await expect(gallery.tile(next)).toBeVisible();
    await expect(gallery.tile(before.id)).toHaveCount(0);
    await expect.poll(() => gallery.topTile()).toEqual({ ...before, id: next });
  });

  await test.step("the scrubber goes to the oldest month by keyboard", async () => {
    await page.goto("/gallery");
    await gallery.scrubber.focus();
    await page.keyboard.press("End");
    const oldest = months.at(-1)?.month ?? "";
    const name = new Date(`${oldest}-01T00:00:00Z`).toLocaleDateString("en", {
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    });
    await expect(gallery.scrubber).toHaveAttribute("aria-valuetext", name);
    await expect(gallery.tiles.first()).toBeVisible();
  });

  await test.step("search: a chip from the menu, words, no match, and Back", async () => {
    await page.keyboard.press("/");
    await expect(gallery.search).toBeFocused();
    await gallery.search.pressSequentially("is:fav");
    await page.keyboard.press("Tab");
    await expect(gallery.chip("is:favourite")).toBeVisible();
    await expect(page).toHaveURL(/q=is%3Afavourite/);
    await page.keyboard.press("Backspace");
    await gallery.search.fill("zzzz-no-such-word");
    await expect(page.getByRole("heading", { name: "No pictures match" })).toBeVisible();
    await page.getByRole("main").getByRole("button", { name: "Clear search" }).last().click();
    await expect(gallery.tiles.first()).toBeVisible();
  });
});

test("the gallery is accessible in both themes and fits a phone", async ({ page, studio }) => {
  const gallery = galleryPage(page);
  await openSeededGallery(page, studio, IMAGES);
  await test.step("no axe violations in either theme", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      const serious = violations.filter(
        ({ impact }) => impact === "serious" || impact === "critical",
      );
      expect.soft(serious.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    }
  });

  await test.step("at phone width nothing scrolls sideways, a pinch makes the pictures larger, a tap opens the viewer", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(gallery.tiles.first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      390,
    );
    const height = async () => (await gallery.tiles.first().boundingBox())?.height ?? 0;
    const before = await height();
    await (await fingersOn(page)).pinch([195, 500], 40, 120);
    await expect.poll(height).toBeGreaterThan(before + 20);
    await gallery.tiles.first().click();
    await expect(page.getByRole("dialog")).toBeVisible();
  });
});
