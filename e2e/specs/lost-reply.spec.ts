import type { Page } from "playwright/test";
import type { Studio } from "../fixtures/studio";
import { expect, test } from "../fixtures/test";
import { UNREACHABLE } from "../fixtures/console-errors";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";

test.beforeEach(({ consoleErrors }) => consoleErrors.expect(UNREACHABLE));

/** The server receives and handles requests; its replies are lost. */
async function loseReplies(page: Page): Promise<() => Promise<void>> {
  await page.route("**/api/turns", async (route) => {
    await route.fetch();
    await route.abort();
  });
  return () => page.unroute("**/api/turns");
}

/** Events are lost too. */
async function loseEvents(page: Page, studio: Studio): Promise<() => Promise<void>> {
  await page.route("**/api/events*", (route) => route.abort());
  // Break the open stream and block reconnecting.
  studio.wire.cut();
  studio.wire.mend();
  await expect(page.getByText("Connection lost.")).toBeVisible();
  return () => page.unroute("**/api/events*");
}

/** A stream can break only after it is open. */
async function openStart(page: Page): Promise<void> {
  const stream = page.waitForResponse("**/api/events*");
  await page.goto("/");
  await stream;
}

async function openThread(page: Page, prompt: string): Promise<void> {
  await openStart(page);
  await composerOf(page).submit(prompt);
  await expect(threadPage(page).pictures).toHaveCount(1);
  await expect(page).toHaveURL(/\/t\//);
}

test("a lost reply does not matter if the event arrives", async ({ page, studio }) => {
  await openThread(page, "A lock on the river");
  await loseReplies(page);
  const { field } = composerOf(page);
  await composerOf(page).submit("close the gates");
  await expect(threadPage(page).pictureOf("close the gates")).toBeVisible();
  await expect(field).toHaveValue("");
  await expect(page.getByText("Can't reach the server.")).toBeHidden();
  expect(studio.upstream.calls()).toHaveLength(2);
});

test("the composer clears once it learns that its turn was accepted", async ({ page, studio }) => {
  await openThread(page, "A lock in the canal");
  const findEvents = await loseEvents(page, studio);
  await loseReplies(page);
  const { field } = composerOf(page);
  await composerOf(page).submit("open the gates");
  await expect(page.getByText("Can't reach the server.")).toBeVisible();
  await expect(field).toHaveValue("open the gates");
  await expect(threadPage(page).turns).toHaveCount(1);

  await findEvents();
  await expect(threadPage(page).pictureOf("open the gates")).toBeVisible();
  await expect(field).toHaveValue("");
  await expect(threadPage(page).turns).toHaveCount(2);
  expect(studio.upstream.calls()).toHaveLength(2);
});

test("a reload finds the accepted turn too", async ({ page, studio }) => {
  await openThread(page, "A lock by the mill");
  await loseEvents(page, studio);
  await loseReplies(page);
  const { field } = composerOf(page);
  await composerOf(page).submit("let a barge in");
  await expect(page.getByText("Can't reach the server.")).toBeVisible();
  await expect(field).toHaveValue("let a barge in");
  await page.reload();
  await expect(threadPage(page).pictureOf("let a barge in")).toBeVisible();
  await expect(field).toHaveValue("");
  expect(studio.upstream.calls()).toHaveLength(2);
});

test("a new thread whose reply was lost is not created twice, not even after a reload", async ({
  page,
  studio,
}) => {
  await openStart(page);
  await expect(composerOf(page).field).toBeFocused();
  await page.keyboard.type("A weir");
  await loseEvents(page, studio);
  const findReplies = await loseReplies(page);
  const { field } = composerOf(page);
  await composerOf(page).submit("A weir in spate");
  await expect(page.getByText("Can't reach the server.")).toBeVisible();
  await page.reload();
  await expect(field).toHaveValue("A weir in spate");
  await findReplies();
  await field.press("Enter");
  await expect(page).toHaveURL(/\/t\//);
  await expect(threadPage(page).pictureOf("A weir in spate")).toBeVisible();
  const { threads } = await studio.api.call("threads.list", { query: { query: "weir in spate" } });
  expect(threads).toHaveLength(1);
  expect(studio.upstream.calls()).toHaveLength(1);
});
