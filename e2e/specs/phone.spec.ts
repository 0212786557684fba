import type { Page } from "playwright/test";
import { picture } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

async function expectNoSidewaysScroll(page: Page, screen: string): Promise<void> {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect.soft(width, screen).toBeLessThanOrEqual(390);
}

test("the main job works on a phone", async ({ page, studio }) => {
  studio.upstream.script([await picture(111, 96, 64), await picture(112, 64, 96)]);
  const composer = composerOf(page);
  const thread = threadPage(page);
  await page.goto("/");
  await expect(composer.field).toBeVisible();
  await expectNoSidewaysScroll(page, "new thread");

  await composer.field.fill("A pier at low tide");
  await expect(composer.send).toBeInViewport();
  await composer.send.tap();
  await expect(thread.pictures).toHaveCount(1);
  await composer.field.fill("in portrait");
  await composer.send.tap();
  await expect(thread.pictures).toHaveCount(2);
  await expectNoSidewaysScroll(page, "thread");
  await expect(composer.send).toBeInViewport();

  await test.step("versions open in a bottom sheet; a tap selects one", async () => {
    await page.getByRole("button", { name: "Versions" }).tap();
    const sheet = page.getByRole("dialog", { name: "Versions" });
    await expect(sheet.getByRole("treeitem")).toHaveCount(2);
    await expectNoSidewaysScroll(page, "versions");
    await sheet.getByRole("treeitem", { name: "A pier at low tide" }).tap();
    await expect(sheet).toBeHidden();
    await expect(composer.region).toContainText("Refining A pier at low tide");
  });

  await test.step("the drawer lists the threads and starts a new one", async () => {
    await page.getByRole("button", { name: "Open sidebar" }).tap();
    const drawer = page.getByRole("dialog");
    await expect(drawer.getByRole("link", { name: "A pier at low tide" })).toBeVisible();
    await expectNoSidewaysScroll(page, "drawer");
    await drawer.getByRole("link", { name: "New thread" }).tap();
    await expect(page).toHaveURL("/");
    await expect(drawer).toBeHidden();
    await expect(composer.field).toBeVisible();
  });
});
