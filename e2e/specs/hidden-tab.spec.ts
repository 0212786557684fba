import type { Page } from "playwright/test";
import { picture, words } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";

type Note = { title: string; body: string; press: () => void };
type Stubbed = Window & { notes: Note[]; isHidden: boolean };

/** Headless Chromium shows no notifications and hides no tabs, so the page gets stubs for both. */
async function stubDesktop(page: Page, permission: NotificationPermission): Promise<void> {
  await page.addInitScript((answer) => {
    const stubbed = window as unknown as Stubbed;
    stubbed.notes = [];
    stubbed.isHidden = false;
    class FakeNotification extends EventTarget {
      // The permission persists across reloads.
      static permission = sessionStorage.getItem("notifications") ?? "default";
      static requestPermission() {
        FakeNotification.permission = answer;
        sessionStorage.setItem("notifications", answer);
        return Promise.resolve(answer);
      }
      constructor(title: string, options: NotificationOptions) {
        super();
        const press = () => this.dispatchEvent(new Event("click"));
        stubbed.notes.push({ title, body: options.body ?? "", press });
      }
      close() {}
    }
    Object.assign(window, { Notification: FakeNotification });
    Object.defineProperty(document, "hidden", { get: () => stubbed.isHidden });
    Object.defineProperty(document, "visibilityState", {
      get: () => (stubbed.isHidden ? "hidden" : "visible"),
    });
  }, permission);
}

async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    (window as unknown as Stubbed).isHidden = value;
    document.dispatchEvent(new Event("visibilitychange"));
  }, isHidden);
}

const notesOf = (page: Page) =>
  page.evaluate(() =>
    (window as unknown as Stubbed).notes.map(({ title, body }) => ({ title, body })),
  );

async function toggleNotify(page: Page): Promise<void> {
  await page.getByRole("button", { name: /this month|free/ }).click();
  await page.getByRole("menuitemcheckbox", { name: "Notify me when done" }).click();
  await page.keyboard.press("Escape");
}

test("a hidden tab announces a picture by a notification, its title and its icon", async ({
  page,
  studio,
}) => {
  studio.upstream.script([
    { ...(await picture(161)), gate: "hidden" },
    { ...words("I would rather not."), gate: "words" },
  ]);
  await stubDesktop(page, "granted");
  await page.goto("/");
  await toggleNotify(page);
  const icon = page.locator("link[data-activity]");
  await expect(icon).toHaveCount(0);

  await composerOf(page).submit("Seen by nobody");
  await studio.upstream.reached("hidden");
  await expect(page).toHaveTitle(/^● Seen by nobody/);
  await expect(icon).toHaveAttribute("data-activity", "#d4482b");
  await setHidden(page, true);
  await page.evaluate(() => history.pushState(null, "", "/"));
  studio.upstream.release("hidden");

  await expect
    .poll(() => notesOf(page))
    .toEqual([{ title: "Seen by nobody", body: "Your picture is ready." }]);
  await expect(page).toHaveTitle(/^✓ /);
  await expect(icon).toHaveAttribute("data-activity", "#3f8f5f");

  await test.step("clicking the notification opens the thread; viewing it clears the marks", async () => {
    await page.evaluate(() => (window as unknown as Stubbed).notes[0]?.press());
    await expect(page).toHaveURL(/\/t\//);
    await setHidden(page, false);
    await expect(page).toHaveTitle(/^Seen by nobody/);
    await expect(icon).toHaveCount(0);
  });

  await test.step("a failed picture is announced too, until the tab is viewed", async () => {
    // Without a reload, the server-rendered thread page could still arrive and replace the composer.
    await page.reload();
    await composerOf(page).submit("and a second");
    await studio.upstream.reached("words");
    await setHidden(page, true);
    studio.upstream.release("words");
    await expect
      .poll(() => notesOf(page))
      .toMatchObject([{ body: "A picture failed. View details" }]);
    await setHidden(page, false);
    await composerOf(page).submit("a third while one looks");
    await expect(threadPage(page).pictureOf("a third while one looks")).toBeVisible();
    expect(await notesOf(page)).toHaveLength(1);
  });
});

test("without permission only the tab is marked", async ({ page, studio }) => {
  studio.upstream.script([{ ...(await picture(162)), gate: "refused" }]);
  await stubDesktop(page, "denied");
  await page.goto("/");
  await toggleNotify(page);
  await expect(page.getByText("The browser blocks notifications")).toBeVisible();
  await composerOf(page).submit("Quietly");
  await studio.upstream.reached("refused");
  await setHidden(page, true);
  studio.upstream.release("refused");
  await expect(page).toHaveTitle(/^✓ Quietly/);
  expect(await notesOf(page)).toEqual([]);
});
