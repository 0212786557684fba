import type { Page } from "playwright/test";
import { picture } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { galleryPage, openSeededGallery } from "../pages/gallery";
import { threadPage } from "../pages/thread-page";

test.use({ ownStudio: { hasOwner: true } });

const IMAGES = 900;

const note = (page: Page) =>
  page.getByRole("main").getByRole("status").filter({ hasText: /\S/ }).first();
const say = (count: number) => count.toLocaleString("en");
const bar = (page: Page) => page.getByRole("region", { name: "Selected pictures" });

test("pictures are selected and changed together, and changes are taken back", async ({
  page,
  studio,
}) => {
  const gallery = galleryPage(page);
  const main = page.getByRole("main");
  const teamId = await openSeededGallery(page, studio, IMAGES);
  const api = studio.api.in(teamId);
  const count = async (query: { view?: "all" | "trash"; query?: string }) => {
    const { months } = await api.call("images.months", { query });
    return months.reduce((sum, month) => sum + month.count, 0);
  };
  const total = await count({});
  const readCollection = async () => {
    const { collections } = await api.call("collections.list");
    return collections.find(({ name }) => name === "Quokka fair");
  };

  await test.step("click, Shift and click, Space, and Shift with an arrow", async () => {
    const [first = "", second = "", third = "", fourth = ""] = await gallery.firstIds(4);
    await gallery.select(first);
    await expect(bar(page)).toContainText("1 selected");
    await gallery.tile(third).click({ modifiers: ["Shift"] });
    await expect(bar(page)).toContainText("3 selected");
    await gallery.tile(second).click();
    await expect(bar(page)).toContainText("2 selected");
    await page.keyboard.press(" ");
    await expect(bar(page)).toContainText("3 selected");
    await gallery.tile(third).focus();
    await page.keyboard.press("Shift+ArrowRight");
    await expect(bar(page)).toContainText("4 selected");
    await expect(gallery.tile(fourth)).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(bar(page)).toHaveCount(0);
  });

  await test.step("a box drawn from between the pictures", async () => {
    const [first = "", second = ""] = await gallery.firstIds(2);
    // The steps before have scrolled the wall.
    await gallery.scrollBy(-2_000);
    const { bottom } = await gallery.search.evaluate((field) => field.getBoundingClientRect());
    const topOf = async () => (await gallery.tile(first).boundingBox())?.y ?? 0;
    await expect.poll(topOf).toBeGreaterThan(bottom + 20);
    const from = await gallery.tile(first).boundingBox();
    const to = await gallery.tile(second).boundingBox();
    if (!from || !to) throw new Error("two pictures");
    await page.mouse.move(from.x - 8, from.y - 8);
    await page.mouse.down();
    await page.mouse.move(to.x + 10, to.y + 10, { steps: 4 });
    await expect(bar(page)).toContainText("2 selected");
    await page.mouse.up();
    await expect(bar(page)).toContainText("2 selected");
  });

  await test.step("the tag picker creates a tag, and Z takes it back", async () => {
    await page.keyboard.press("t");
    await page.getByRole("combobox", { name: "Tag 2 pictures" }).fill("quokka");
    await page.keyboard.press("Enter");
    await expect(note(page)).toContainText("2 pictures tagged “quokka”");
    expect(await count({ query: "tag:quokka" })).toBe(2);
    await page.keyboard.press("z");
    await expect(note(page)).toContainText("Undone");
    expect(await count({ query: "tag:quokka" })).toBe(0);
  });

  await test.step("all that match, without one, go to the trash and come back", async () => {
    await page.keyboard.press("ControlOrMeta+a");
    await expect(bar(page)).toContainText(`${say(total)} selected`);
    const [first = ""] = await gallery.firstIds(1);
    await gallery.tile(first).click();
    await expect(bar(page)).toContainText(`${say(total - 1)} selected`);
    await page.keyboard.press("x");
    await expect(note(page)).toContainText(`${say(total - 1)} pictures moved to the trash`);
    await expect(gallery.count).toHaveText("1");
    await expect(gallery.tile(first)).toBeVisible();
    await page.keyboard.press("z");
    await expect(note(page)).toContainText("Undone");
    await expect(gallery.count).toHaveText(say(total));
  });

  await test.step("restored together from the trash", async () => {
    const [first = ""] = await gallery.firstIds(1);
    await gallery.select(first);
    await page.keyboard.press("x");
    await expect(note(page)).toContainText("1 picture moved to the trash");
    await gallery.view("Trash").click();
    await gallery.select(first);
    await bar(page).getByRole("button", { name: "Restore" }).click();
    await expect(note(page)).toContainText("1 picture restored");
    await expect(gallery.tile(first)).toHaveCount(0);
    await gallery.view("All").click();
    await expect(gallery.tile(first)).toBeVisible();
  });

  await test.step("C and T go on to the next picture, on the wall and in the viewer", async () => {
    await gallery.view("All").click();
    const [first = "", second = "", third = "", fourth = ""] = await gallery.firstIds(4);
    await gallery.tile(first).focus();
    await page.keyboard.press("c");
    await page.getByRole("combobox", { name: "Add to a collection" }).fill("Quokka fair");
    await page.keyboard.press("Enter");
    await expect(note(page)).toContainText("Added to Quokka fair");
    await expect(gallery.tile(second)).toBeFocused();
    // What was used last is first.
    await page.keyboard.press("c");
    await expect(page.getByRole("option", { name: "Quokka fair" })).toBeVisible();
    await expect(page.getByRole("combobox", { name: "Add to a collection" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(gallery.tile(third)).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`image=${third}`));
    await page.keyboard.press("c");
    await expect(page.getByRole("option", { name: "Quokka fair" })).toBeVisible();
    await expect(page.getByRole("combobox", { name: "Add to a collection" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`image=${fourth}`));
    await page.keyboard.press("t");
    await page.getByRole("combobox", { name: "Tag this picture" }).fill("numbat");
    await page.keyboard.press("Shift+Enter");
    await expect(page.getByRole("option", { name: "numbat" })).toHaveAttribute(
      "aria-selected",
      "true",
    );
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    expect(await count({ query: "tag:numbat" })).toBe(1);
    expect(await count({ query: 'in:"Quokka fair"' })).toBe(3);
  });

  await test.step("a collection is ordered by keys and by dragging, and shared", async () => {
    await gallery.view("Collections").click();
    await main.getByRole("link", { name: /Quokka fair/ }).click();
    await expect(page.getByRole("heading", { name: "Quokka fair" })).toBeVisible();
    await expect(gallery.count).toHaveText("3");
    await expect(gallery.tiles).toHaveCount(3);
    const [a = "", b = "", c = ""] = await gallery.firstIds(3);
    await gallery.tile(a).focus();
    await page.keyboard.press("]");
    await expect.poll(() => gallery.firstIds(3)).toEqual([b, a, c]);
    await expect(gallery.tile(a)).toBeFocused();
    await gallery.tile(c).dragTo(gallery.tile(b), { targetPosition: { x: 4, y: 40 } });
    await expect.poll(() => gallery.firstIds(3)).toEqual([c, b, a]);
    await page.keyboard.press("z");
    await expect.poll(() => gallery.firstIds(3)).toEqual([b, a, c]);
    const collection = await readCollection();
    const stored = async () => {
      const { images } = await api.call("images.list", {
        query: { collectionId: collection?.id, sort: "manual" },
      });
      return images.map(({ id }) => id);
    };
    await expect.poll(stored).toEqual([b, a, c]);
    await main.getByRole("button", { name: "Edit collection" }).click();
    await page
      .getByRole("dialog")
      .getByRole("radio", { name: /Workspace can add/ })
      .check();
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await expect(main).toContainText("Workspace can add");
    await gallery.menuOf(c, "Use as cover");
    await gallery.menuOf(b, "Remove from collection");
    await expect(gallery.count).toHaveText("2");
    await page.getByRole("link", { name: "All collections" }).click();
    await expect(main.getByRole("link", { name: /Quokka fair/ })).toContainText("2");
    expect(await readCollection()).toMatchObject({
      access: "add",
      count: 2,
      cover: { imageId: c },
    });
  });

  await test.step("the search offers the collection with its count", async () => {
    await gallery.view("All").click();
    await page.keyboard.press("/");
    await gallery.search.pressSequentially("in:quo");
    await expect(page.getByRole("option", { name: "Quokka fair" })).toContainText("2");
    await page.keyboard.press("Tab");
    await expect(gallery.count).toHaveText(`2 of ${say(total)}`);
  });

  await test.step("the composer saves new pictures to it, and the thread remembers that", async () => {
    studio.upstream.script([await picture(77)]);
    await page.goto("/");
    await page.getByRole("button", { name: "Save to a collection" }).click();
    await page.getByRole("button", { name: "Quokka fair" }).click();
    const chip = page.getByRole("button", { name: "Saves to: Quokka fair" });
    await expect(chip).toBeVisible();
    await composerOf(page).submit("A quokka at the fair");
    await expect(threadPage(page).pictures).toHaveCount(1);
    expect(await readCollection()).toMatchObject({ count: 3 });
    await page.reload();
    await expect(chip).toBeVisible();
  });
});
