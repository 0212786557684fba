import type { Page } from "playwright/test";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";

function paletteOf(page: Page) {
  const dialog = page.getByRole("dialog", { name: "Command palette" });
  return {
    dialog,
    /** Opens the palette, types, and runs the first option once it matches. */
    async run(text: string, option: string | RegExp, key = "Control+k"): Promise<void> {
      await page.keyboard.press(key);
      await expect(dialog.getByRole("combobox")).toBeFocused();
      await page.keyboard.type(text);
      await expect(dialog.getByRole("option").first()).toHaveText(option);
      await page.keyboard.press("Enter");
      await expect(dialog).toBeHidden();
    },
  };
}

test("the palette navigates to threads, pages and actions", async ({ page, studio }) => {
  const turn = await studio.api.createTurn({ prompt: "A granary by the canal" });
  await expect.poll(() => studio.api.stateOf(turn)).toBe("succeeded");
  const palette = paletteOf(page);
  await page.goto("/");
  await expect(composerOf(page).field).toBeFocused();

  await palette.run("granary", /A granary by the canal/);
  await expect(page).toHaveURL(`/t/${turn.threadId}`);
  await expect(threadPage(page).pictures).toHaveCount(1);
  await palette.run("new", /New thread/, "Meta+k");
  await expect(page).toHaveURL("/");
  await expect(composerOf(page).field).toBeFocused();

  const html = page.locator("html");
  // No result of an earlier query is offered while the server's answer is pending.
  await page.route(/\/api\/threads\?.*dark/u, () => undefined);
  await palette.run("dark", /Theme: Dark/);
  await expect(html).toHaveAttribute("data-theme", "dark");
  await palette.run("theme light", /Theme: Light/);
  await expect(html).toHaveAttribute("data-theme", "light");

  await palette.run("sidebar", /Toggle sidebar/);
  const openSidebar = page.getByRole("button", { name: "Open sidebar" });
  await expect(openSidebar).toBeVisible();
  await page.keyboard.press("Control+\\");
  await expect(openSidebar).toBeHidden();

  await palette.run("password", /Change password/);
  const password = page.getByRole("dialog", { name: "Change password" });
  await expect(password).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(password).toBeHidden();

  await palette.run("settings", /Settings/);
  await expect(page).toHaveURL(/\/settings/);

  await palette.run("中文", /中文/);
  await expect(html).toHaveAttribute("lang", /^zh/);
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "命令面板" })).toBeVisible();
});

test("a search without results says so; Escape restores the focus", async ({ page }) => {
  await page.goto("/");
  const { field } = composerOf(page);
  await expect(field).toBeFocused();
  await page.keyboard.press("Control+k");
  const { dialog } = paletteOf(page);
  await expect(dialog.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("qqqq zzzz");
  await expect(dialog.getByRole("status")).toHaveText("No results.");
  await page.keyboard.press("Escape");
  await expect(field).toBeFocused();
});

test("? lists the keys, except while typing", async ({ page }) => {
  await page.goto("/");
  const { field } = composerOf(page);
  await expect(field).toBeFocused();
  await page.keyboard.type("what?");
  await expect(field).toHaveValue("what?");
  await field.blur();
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  for (const group of ["General", "Composer", "Pictures", "Thread list"]) {
    await expect(keys.getByRole("heading", { name: group })).toBeVisible();
  }
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
});
