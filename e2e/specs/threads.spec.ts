import type { Page, Route } from "playwright/test";
import { expect, test } from "../fixtures/test";
import type { Studio } from "../fixtures/studio";
import { composerOf } from "../pages/composer";
import { sidebarOf } from "../pages/sidebar";
import { threadPage } from "../pages/thread-page";
import { homeHeading } from "../pages/home";

async function openThreads(page: Page, studio: Studio, prompts: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const prompt of prompts) {
    const turn = await studio.api.createTurn({ prompt });
    await expect.poll(() => studio.api.stateOf(turn)).toBe("succeeded");
    ids.push(turn.threadId);
  }
  await page.goto(`/t/${ids[0]}`);
  await expect(threadPage(page).pictures).toHaveCount(1);
  return ids;
}

test("a cached thread opens at once and is not replaced by another page", async ({
  page,
  studio,
}) => {
  const [watchtower] = await openThreads(page, studio, [
    "A watchtower",
    "A dovecote",
    "A boathouse",
  ]);
  const thread = threadPage(page);
  const { link } = sidebarOf(page);
  const isAt = async (title: string) => {
    await expect(thread.turns).toHaveCount(1);
    await expect(thread.turn(title)).toBeVisible();
    await expect(page).toHaveTitle(`${title} · Pentimento`);
  };
  const press = () => composerOf(page).region.getByRole("button", { name: "Shape: 3:2" }).click();
  const opened = page.getByRole("dialog", { name: "Shape" });
  await link("A dovecote").click();
  await isAt("A dovecote");

  const held: Route[] = [];
  await page.route(/\/t\//, (route) => void held.push(route));
  await link("A watchtower").click();
  await isAt("A watchtower");
  await press();
  await expect(opened).toBeVisible();
  expect(held).toEqual([]);
  await page.keyboard.press("Escape");

  await test.step("a cancelled navigation does not replace the thread", async () => {
    await link("A boathouse").click();
    await expect.poll(() => held.length).toBe(1);
    await link("A dovecote").click();
    await isAt("A dovecote");
    await press();
    await Promise.all([page.waitForResponse(/\/t\//), held[0]?.continue()]);
    await isAt("A dovecote");
    await expect(opened).toBeVisible();
    await page.keyboard.press("Escape");
  });
  await page.unrouteAll();
  await page.goBack();
  await isAt("A watchtower");

  await test.step("changing the language does not replace the thread", async () => {
    const field = await composerOf(page).field.elementHandle();
    const account = page.getByRole("button", { name: /this month|free|本月|免费/ });
    await account.click();
    await page.getByRole("menuitemcheckbox", { name: "中文" }).click();
    await expect(page.getByRole("link", { name: "新会话" })).toBeVisible();
    expect(await field?.evaluate((element) => element.isConnected)).toBe(true);
    await account.click();
    await page.getByRole("menuitemcheckbox", { name: "English" }).click();
    await isAt("A watchtower");
  });

  await test.step("back and forward work, also after a reload", async () => {
    await page.goForward();
    await isAt("A dovecote");
    await page.reload();
    await page.goBack();
    await isAt("A watchtower");
    await expect(page).toHaveURL(`/t/${watchtower}`);
  });
});

test("a deleted thread disappears, returns on Undo, and stays deleted without", async ({
  page,
  studio,
  otherBrowser,
}) => {
  const [id] = await openThreads(page, studio, ["Soon to be deleted"]);
  const sidebar = sidebarOf(page);
  const row = sidebar.link("Soon to be deleted");
  const other = await otherBrowser({ storageState: studio.storageState, baseURL: studio.url });
  await other.goto("/");
  const otherRow = sidebarOf(other).link("Soon to be deleted");
  await expect(otherRow).toBeVisible();

  await sidebar.choose("Soon to be deleted", "Delete");
  await expect(row).toBeHidden();
  await expect(page).toHaveURL("/");
  await expect(otherRow).toBeHidden();
  await sidebar.undo.click();
  await expect(row).toBeVisible();
  await expect(otherRow).toBeVisible();
  await row.click();
  await expect(page).toHaveURL(`/t/${id}`);
  await expect(threadPage(page).pictures).toHaveCount(1);

  await test.step("the Delete key deletes too", async () => {
    await row.focus();
    await page.keyboard.press("Delete");
    await expect(row).toBeHidden();
    await expect(page.getByText("Deleted “Soon to be deleted”").first()).toBeVisible();
    await expect(page).toHaveURL("/");
  });
  await page.reload();
  await expect(homeHeading(page)).toBeVisible();
  await expect(row).toBeHidden();
  await expect(otherRow).toBeHidden();
});

test("a tab whose open thread is deleted elsewhere says so", async ({
  page,
  studio,
  consoleErrors,
}) => {
  consoleErrors.expect(/status of 404/);
  const [id] = await openThreads(page, studio, ["Deleted from elsewhere"]);
  await studio.api.send("DELETE", `/api/threads/${id}`);
  await expect(sidebarOf(page).link("Deleted from elsewhere")).toBeHidden();
  await expect(page.getByText("Not found, or you don't have access to it.")).toBeVisible();
});

test("pinned threads come first, under their own heading", async ({ page, studio }) => {
  await openThreads(page, studio, ["An older one to pin", "A newer one"]);
  const sidebar = sidebarOf(page);
  await sidebar.choose("An older one to pin", "Pin");
  await expect(sidebar.under("Pinned").getByRole("link", { name: "An older one" })).toBeVisible();
  await page.reload();
  await expect(sidebar.under("Pinned").getByRole("link", { name: "An older one" })).toBeVisible();
  await sidebar.choose("An older one to pin", "Unpin");
  const older = sidebar.under("Today").getByRole("link", { name: "An older one" });
  await expect(older).toBeVisible();

  // With the keyboard, the focus follows the thread.
  await older.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Pin" }).press("Enter");
  await expect(sidebar.under("Pinned").getByRole("link", { name: "An older one" })).toBeFocused();
});

test("an archived thread leaves the list, stays in the archive, and can be restored", async ({
  page,
  studio,
}) => {
  await openThreads(page, studio, ["Off to the archive"]);
  const sidebar = sidebarOf(page);
  const row = sidebar.link("Off to the archive");
  await sidebar.choose("Off to the archive", "Archive");
  await expect(row).toBeHidden();
  await expect(page).toHaveURL("/");

  await page.getByRole("button", { name: "Archived", exact: true }).click();
  await expect(row).toBeVisible();
  await sidebar.choose("Off to the archive", "Unarchive");
  await expect(row).toBeHidden();
  await page.getByRole("button", { name: "Archived threads" }).click();
  await expect(row).toBeVisible();

  await test.step("the toast's Undo restores the thread", async () => {
    await sidebar.choose("Off to the archive", "Archive");
    await expect(row).toBeHidden();
    await sidebar.undo.last().click();
    await expect(row).toBeVisible();
  });
});

test("a thread is renamed in place; Escape keeps the old name", async ({ page, studio }) => {
  await openThreads(page, studio, ["A name to change"]);
  const sidebar = sidebarOf(page);
  await sidebar.choose("A name to change", "Rename");
  await expect(sidebar.title).toBeFocused();
  await page.keyboard.type("Harbour studies");
  await page.keyboard.press("Enter");
  const renamed = sidebar.link("Harbour studies");
  await expect(renamed).toBeFocused();
  await expect(page).toHaveTitle(/Harbour studies/);
  await page.keyboard.press("F2");
  await page.keyboard.type("never mind");
  await page.keyboard.press("Escape");
  await expect(renamed).toBeFocused();
  await page.reload();
  await expect(renamed).toBeVisible();
  await expect(page.getByRole("main")).toContainText("Harbour studies");
});

test("search matches titles and instructions, and an empty field lists all again", async ({
  page,
  studio,
}) => {
  const [id] = await openThreads(page, studio, ["Kingfisher over ice", "Something else entirely"]);
  await studio.api.sendJson("PATCH", `/api/threads/${id}`, { title: "Birds" });
  const sidebar = sidebarOf(page);
  await expect(sidebar.link("Birds")).toBeVisible();
  await sidebar.search.fill("kingfisher");
  await expect(sidebar.threads.getByRole("link")).toHaveCount(1);
  await expect(sidebar.link("Birds")).toBeVisible();
  await sidebar.search.fill("nothing like that");
  await expect(page.getByText("No results.")).toBeVisible();
  await sidebar.search.press("Escape");
  await expect(sidebar.link("Something else entirely")).toBeVisible();
});
