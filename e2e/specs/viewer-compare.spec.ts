import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright/test";
import { picture } from "../fixtures/answers";
import { fingersOn } from "../fixtures/fingers";
import type { Studio } from "../fixtures/studio";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";
import { viewerOf } from "../pages/viewer";

/** "Dawn", refined to "Noon" and "Dusk"; "Dusk" once more without a visible change; the viewer is at the first dusk. */
async function openDusk(page: Page, studio: Studio) {
  // Larger than the window, so that there are pixels to zoom to.
  const [dawn, noon, dusk] = await Promise.all([
    picture(181, 1800, 1200),
    picture(182, 1800, 1200),
    picture(183, 1800, 1200),
  ]);
  studio.upstream.script([dawn, noon, dusk, dusk]);
  const first = await studio.api.createTurn({ prompt: "Dawn over the bay" });
  const { threadId } = first;
  await expect.poll(() => studio.api.stateOf(first)).toBe("succeeded");
  let parent = first;
  let baseImageId = await imageOf(studio, threadId);
  for (const prompt of ["Make it noon", "Make it dusk", "Sharpen it"]) {
    const turn = await studio.api.createTurn({
      threadId,
      parentTurnId: parent.id,
      baseImageId,
      prompt,
    });
    await expect.poll(() => studio.api.stateOf(turn)).toBe("succeeded");
    if (prompt !== "Make it noon") {
      parent = turn;
      baseImageId = await imageOf(studio, threadId);
    }
  }
  await page.goto(`/t/${threadId}`);
  await threadPage(page).pictureOf("Make it dusk").click();
  const viewer = viewerOf(page);
  await expect(viewer.dialog).toContainText("2 of 3");
  return viewer;
}

async function imageOf(studio: Studio, threadId: Parameters<typeof studio.api.page>[0]) {
  const { path } = await studio.api.page(threadId);
  return path.at(-1)?.generations[0]?.images[0]?.id ?? null;
}

test("lineage, comparing and the acts work by keyboard", async ({ page, studio }) => {
  const viewer = await openDusk(page, studio);
  const { keyboard } = page;

  await test.step("the lineage names what is before, beside and after, and is walked by arrows", async () => {
    await keyboard.press("i");
    await keyboard.press("i");
    await expect(viewer.details).toContainText("1 before · 1 after");
    await expect(viewer.lineage.getByRole("button")).toHaveCount(4);
    await viewer.lineage.getByRole("button", { name: "Dusk" }).focus();
    await keyboard.press("ArrowDown");
    await expect(viewer.lineage.getByRole("button", { name: "Noon" })).toBeFocused();
    await keyboard.press("ArrowLeft");
    await keyboard.press("Enter");
    await expect(viewer.details).toContainText("0 before · 3 after");
    await expect(viewer.dialog).toContainText("1 of 3");
    await viewer.lineage.getByRole("button", { name: "Noon" }).click();
    await expect(viewer.details).toContainText("1 before · 0 after");
    await expect(viewer.act("Open in thread")).toBeVisible();
    await viewer.lineage.getByRole("button", { name: "Dusk" }).click();
    await expect(viewer.dialog).toContainText("2 of 3");
  });

  await test.step("M compares with the base; the border moves by arrows", async () => {
    await keyboard.press("m");
    await expect(viewer.slider).toHaveAttribute("aria-valuenow", "50");
    await expect(viewer.filmstrip.locator("[data-strip]").first()).toContainText("A");
    await viewer.slider.focus();
    await keyboard.press("ArrowRight");
    await expect(viewer.slider).toHaveAttribute("aria-valuenow", "52");
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    const serious = violations.filter(
      ({ impact }) => impact === "serious" || impact === "critical",
    );
    expect(serious.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
  });

  await test.step("side by side, both zoom and pan together", async () => {
    await keyboard.press("2");
    await expect(viewer.slider).toHaveCount(0);
    await expect(viewer.picture).toBeVisible();
    const box = await viewer.picture.boundingBox();
    await page.mouse.move((box?.x ?? 0) + 60, (box?.y ?? 0) + 60);
    for (let turn = 0; turn < 4; turn += 1) await page.mouse.wheel(0, -120);
    await expect.poll(viewer.scale).toBeGreaterThan(1.3);
    await page.mouse.down();
    await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 40, { steps: 3 });
    await page.mouse.up();
    await expect
      .poll(async () => {
        const [one, other] = await viewer.transforms();
        return one === other;
      })
      .toBe(true);
    await keyboard.press("0");
    await expect(viewer.act("Fit to window")).toHaveText("100%");
  });

  await test.step("flicker by Space, another picture from the filmstrip, swap, and Escape", async () => {
    await keyboard.press("3");
    await keyboard.press("Space");
    await expect(viewer.dialog.getByRole("status").first()).toHaveText(
      "Shows A: Dawn over the bay",
    );
    await keyboard.press("Space");
    await expect(viewer.dialog.getByRole("status").first()).toHaveText("Shows B: Make it dusk");
    await viewer.filmstrip.getByRole("button", { name: "Sharpen it" }).click();
    await expect(viewer.dialog.getByRole("status").first()).toHaveText("Shows B: Make it dusk");
    await keyboard.press("s");
    await expect(viewer.dialog).toContainText("3 of 3");
    await keyboard.press("Escape");
    await expect(viewer.act("Swap")).toHaveCount(0);
    await expect(viewer.dialog).toBeVisible();
  });

  await test.step("an edit that changed nothing visible says so, and others do not", async () => {
    await expect(viewer.dialog.getByText("No visible change")).toBeVisible();
    await keyboard.press("ArrowLeft");
    await expect(viewer.dialog).toContainText("2 of 3");
    await expect(viewer.dialog.getByText("No visible change")).toHaveCount(0);
  });

  await test.step("F marks and goes on, Z takes it back", async () => {
    await keyboard.press("f");
    await expect(viewer.dialog).toContainText("3 of 3");
    await expect(viewer.dialog).toContainText("Added to favourites");
    await keyboard.press("z");
    await expect(viewer.dialog).toContainText("2 of 3");
    await expect(viewer.act("Favourite")).toHaveAttribute("aria-pressed", "false");
  });

  await test.step("X moves to the trash and goes on, the lineage keeps its place, Z restores", async () => {
    await keyboard.press("x");
    await expect(viewer.dialog).toContainText("2 of 2");
    await expect(viewer.lineage.getByRole("button", { name: "Dusk, in the trash" })).toBeVisible();
    await keyboard.press("z");
    await expect(viewer.dialog).toContainText("2 of 3");
    await expect(viewer.lineage.getByRole("button", { name: "Dusk" })).toBeVisible();
  });

  await test.step("U takes the picture as a reference of the thread's composer", async () => {
    await keyboard.press("u");
    await expect(viewer.dialog).toBeHidden();
    await expect(composerOf(page).references).toHaveCount(1);
    await expect(composerOf(page).field).toBeFocused();
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("two pictures are compared by touch", async ({ page, studio }) => {
    const viewer = await openDusk(page, studio);
    const touch = await fingersOn(page);
    await viewer.act("Compare").tap();
    await expect(viewer.slider).toBeVisible();
    await touch.swipe([195, 420], [295, 420]);
    await expect
      .poll(async () => Number(await viewer.slider.getAttribute("aria-valuenow")))
      .toBeGreaterThan(65);
    await touch.pinch([195, 420], 40, 140);
    await expect.poll(viewer.scale).toBeGreaterThan(1.5);
    const [one, other] = await viewer.transforms();
    expect(one).toBe(other);
    await viewer.act("Flicker").tap();
    await page.touchscreen.tap(195, 420);
    await expect(viewer.dialog.getByRole("status").first()).toHaveText(
      "Shows A: Dawn over the bay",
    );
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      390,
    );
    await viewer.act("Close").tap();
    await expect(viewer.act("Swap")).toHaveCount(0);
    await viewer.act("Close").tap();
    await expect(viewer.dialog).toBeHidden();
  });
});
