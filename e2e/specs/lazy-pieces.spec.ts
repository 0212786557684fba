import type { Page } from "playwright/test";
import { expect, test } from "../fixtures/test";
import { clearCache } from "../fixtures/cold-cache";
import { refused, UNREACHABLE } from "../fixtures/console-errors";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";
import { viewerOf } from "../pages/viewer";

const NOT_LOADED = "This part couldn't be loaded.";

async function openThread(page: Page): Promise<void> {
  await clearCache(page);
  await page.goto("/");
  await composerOf(page).submit("A quay before the storm");
  await expect(threadPage(page).pictures).toHaveCount(1);
  await expect(page).toHaveURL(/\/t\//);
  // Reload, so that nothing is loaded yet.
  await reload(page);
}

async function reload(page: Page): Promise<void> {
  await page.reload();
  await expect(threadPage(page).pictures).toHaveCount(1);
  await expect(threadPage(page).versions.getByRole("treeitem")).toHaveCount(1);
}

test("offline, each lazy part reports that it failed to load, and loads once online", async ({
  page,
  studio,
  consoleErrors,
}) => {
  consoleErrors.expect(UNREACHABLE);
  await openThread(page);
  const viewer = viewerOf(page).dialog;
  const parts = [
    {
      open: () => page.keyboard.press("?"),
      part: page.getByRole("dialog", { name: "Keyboard shortcuts" }),
    },
    {
      open: () => page.keyboard.press("Control+k"),
      part: page.getByRole("dialog", { name: "Command palette" }),
    },
    { open: () => threadPage(page).pictures.click(), part: viewer },
    {
      open: () => page.getByRole("button", { name: "What the model sees" }).click(),
      part: page.getByRole("dialog", { name: "What the model will see" }),
    },
    {
      open: () => page.getByRole("button", { name: /this month|free/ }).click(),
      part: page.getByRole("menu", { name: "Account" }),
    },
  ];
  for (const { open, part } of parts) {
    studio.wire.cut();
    await open();
    await expect(page.getByText(NOT_LOADED).first()).toBeVisible();
    await expect(part).toBeHidden();
    await expect(composerOf(page).field).toBeVisible();
    await expect(page).toHaveURL(/\/t\/[\da-f-]+$/);

    studio.wire.mend();
    await open();
    await expect(part).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(part).toBeHidden();
    await reload(page);
  }
});

test("after an update an open tab offers to reload, and nothing typed is lost", async ({
  page,
  consoleErrors,
}) => {
  consoleErrors.expect(refused(404));
  await openThread(page);
  const { field } = composerOf(page);
  await field.fill("half an instruction");
  await field.blur();
  await page.route("**/_next/static/chunks/**", (route) => route.fulfill({ status: 404 }));
  await threadPage(page).pictures.click();
  await expect(page.getByText(NOT_LOADED).first()).toBeVisible();
  await expect(field).toHaveValue("half an instruction");

  await page.unroute("**/_next/static/chunks/**");
  await page.getByRole("button", { name: "Reload" }).click();
  await expect(page.getByText(NOT_LOADED)).toHaveCount(0);
  await expect(field).toHaveValue("half an instruction");
  await threadPage(page).pictures.click();
  await expect(viewerOf(page).dialog).toBeVisible();
});
