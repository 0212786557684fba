import type { Page } from "playwright/test";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";

test("the main job works with the keyboard alone", async ({ page }) => {
  const composer = composerOf(page);
  const thread = threadPage(page);
  const { keyboard } = page;
  await page.goto("/");
  // An empty page focuses its composer; wait for that before moving the focus.
  await expect(composer.field).toBeFocused();
  await composer.field.blur();

  await test.step("N focuses the composer, Enter sends", async () => {
    await keyboard.press("n");
    await expect(composer.field).toBeFocused();
    await keyboard.type("A windmill at noon");
    await keyboard.press("Enter");
    await expect(thread.pictureOf("A windmill at noon")).toBeVisible();
    await expect(composer.field).toBeFocused();
    await keyboard.type("turn it red");
    await keyboard.press("Enter");
    await expect(thread.pictureOf("turn it red")).toBeVisible();
  });

  await test.step("the keys select the first picture and branch from it", async () => {
    await tabTo(page, thread.turn("A windmill at noon").getByRole("button", { name: "Refine" }), {
      backwards: true,
    });
    await keyboard.press("Enter");
    await expect(composer.region).toContainText("Refining A windmill at noon");
    await expect(composer.field).toBeFocused();
    await keyboard.type("in the rain");
    await keyboard.press("Enter");
    await expect(thread.pictureOf("in the rain")).toBeVisible();
    await tabTo(page, thread.pictureOf("in the rain"), { backwards: true });
    await keyboard.press("[");
    await expect(thread.pictureOf("turn it red")).toBeVisible();
  });

  await test.step("the viewer opens, steps and closes", async () => {
    await tabTo(page, thread.pictureOf("turn it red"), { backwards: true });
    await keyboard.press("Enter");
    const viewer = page.getByRole("dialog", { name: "Picture viewer" });
    await expect(viewer).toContainText("2 of 2");
    await keyboard.press("ArrowLeft");
    await expect(viewer).toContainText("1 of 2");
    await keyboard.press("Escape");
    await expect(viewer).toBeHidden();
  });

  await test.step("? lists the keys, Ctrl+K opens the palette, which navigates", async () => {
    await keyboard.press("?");
    const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect(keys).toContainText("Shift");
    await keyboard.press("Escape");
    await expect(keys).toBeHidden();

    await keyboard.press("Control+k");
    const palette = page.getByRole("dialog", { name: "Command palette" });
    await expect(palette.getByRole("combobox")).toBeFocused();
    await keyboard.type("New thread");
    await expect(palette.getByRole("option", { name: /New thread/ })).toBeVisible();
    await keyboard.press("Enter");
    await expect(page).toHaveURL("/");
    await keyboard.press("Control+k");
    await keyboard.type("windmill at noon");
    await expect(palette.getByRole("option").first()).toHaveText("A windmill at noon");
    await keyboard.press("Enter");
    await expect(page).toHaveURL(/\/t\//);
    await expect(thread.turns.first()).toBeVisible();
  });

  await test.step("every focused element shows its focus", async () => {
    const hidden: string[] = [];
    for (let stop = 0; stop < 40; stop += 1) {
      await keyboard.press("Tab");
      const unseen = await unseenFocus(page);
      if (unseen !== null) hidden.push(unseen);
    }
    expect(hidden).toEqual([]);
  });
});

type Target = ReturnType<typeof composerOf>["field"];

/** Presses Tab until the target has the focus. */
async function tabTo(page: Page, target: Target, { backwards = false } = {}): Promise<void> {
  for (let stop = 0; stop < 80; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(backwards ? "Shift+Tab" : "Tab");
  }
  throw new Error("the keyboard does not reach it");
}

/** A focused element without a visible outline or caret. */
function unseenFocus(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    if (element.matches("textarea, input")) return null;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    const hasOutline = outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
    const box = element.getBoundingClientRect();
    const isThere = box.width > 0 && box.height > 0;
    if (isThere && (hasOutline || boxShadow !== "none")) return null;
    return `${element.tagName} ${element.getAttribute("aria-label") ?? element.textContent}`;
  });
}
