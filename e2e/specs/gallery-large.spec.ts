import type { Page } from "playwright/test";
import { expect, test } from "../fixtures/test";
import { galleryPage, openSeededGallery } from "../pages/gallery";

test.use({ ownStudio: { hasOwner: true } });

/** Some are private to other members: their owner sees fewer. */
const IMAGES = 10_000;

const say = (count: number) => count.toLocaleString("en");

/** What was done last, at the lower edge of the wall. */
const note = (page: Page) =>
  page.getByRole("main").getByRole("status").filter({ hasText: /\S/ }).first();

test("thousands of pictures are scrubbed, searched, moved to the trash together and put back", async ({
  page,
  studio,
}) => {
  const gallery = galleryPage(page);
  const teamId = await openSeededGallery(page, studio, IMAGES);
  const api = studio.api.in(teamId);
  const count = async (query: { view?: "trash"; query?: string } = {}) => {
    const { months } = await api.call("images.months", { query });
    return months.reduce((sum, month) => sum + month.count, 0);
  };
  const total = await count();
  const trashed = await count({ view: "trash" });
  await expect(gallery.count).toHaveText(say(total));
  const top = await gallery.firstIds(5);

  await test.step("the scrubber goes to the oldest month and back; few pictures are alive", async () => {
    const { months } = await api.call("images.months");
    const nameOf = (month = "") =>
      new Date(`${month}-01T00:00:00Z`).toLocaleDateString("en", {
        month: "long",
        year: "numeric",
        timeZone: "UTC",
      });
    await gallery.scrubber.focus();
    await page.keyboard.press("End");
    await expect(gallery.scrubber).toHaveAttribute("aria-valuetext", nameOf(months.at(-1)?.month));
    const { images } = await api.call("images.list", { query: { sort: "oldest", limit: 1 } });
    await expect(gallery.tile(images[0]?.id ?? "")).toBeVisible();
    expect(await page.locator("[data-wall] img").count()).toBeLessThan(150);
    await page.keyboard.press("Home");
    await expect(gallery.tile(top[0] ?? "")).toBeVisible();
  });

  const searches = [
    { kind: "a word", query: "lighthouse" },
    { kind: "a fragment of a word", query: "ighthous" },
    { kind: "a Chinese fragment", query: "悬崖" },
    { kind: "filters and a word", query: "is:favourite shape:3:2 light" },
  ];
  for (const { kind, query } of searches) {
    await test.step(`a search for ${kind} shows what the server finds`, async () => {
      const expected = await count({ query });
      expect(expected).toBeGreaterThan(0);
      expect(expected).toBeLessThan(total);
      const { images } = await api.call("images.list", { query: { query, limit: 1 } });
      await gallery.search.fill(query);
      await expect(gallery.count).toHaveText(`${say(expected)} of ${say(total)}`);
      await expect.poll(() => gallery.firstId()).toBe(images[0]?.id);
      // A filter has become a chip beside the field.
      await page.goto("/gallery");
      await expect(gallery.count).toHaveText(say(total));
    });
  }
  await test.step("a search for an absent word finds nothing, and clearing it shows all", async () => {
    await gallery.search.fill("zeppelin");
    await expect(page.getByRole("heading", { name: "No pictures match" })).toBeVisible();
    await page.getByRole("main").getByRole("button", { name: "Clear search" }).last().click();
    await expect(gallery.count).toHaveText(say(total));
  });

  await test.step("all that match go to the trash with progress, and hold nothing else up", async () => {
    await gallery.tiles.first().focus();
    await page.keyboard.press("ControlOrMeta+a");
    const bar = page.getByRole("region", { name: "Selected pictures" });
    await expect(bar).toContainText(`${say(total)} selected`);
    await page.keyboard.press("x");
    await expect(page.getByRole("progressbar")).toBeVisible();
    await api.call("studio.state");
    await expect(note(page)).toContainText(`${say(total)} pictures moved to the trash`);
    await expect(page.getByRole("progressbar")).toHaveCount(0);
    await expect(gallery.tiles).toHaveCount(0);
    expect(await count()).toBe(0);
    expect(await count({ view: "trash" })).toBe(trashed + total);
  });

  await test.step("Z puts them back where they were", async () => {
    await page.keyboard.press("z");
    await expect(note(page)).toContainText("Undone");
    await expect(gallery.count).toHaveText(say(total));
    await expect.poll(() => gallery.firstIds(5)).toEqual(top);
    expect(await count()).toBe(total);
    expect(await count({ view: "trash" })).toBe(trashed);
  });
});
