import type { Page } from "playwright/test";
import { picture } from "../fixtures/answers";
import { fingersOn } from "../fixtures/fingers";
import type { Studio } from "../fixtures/studio";
import { expect, test } from "../fixtures/test";
import { threadPage } from "../pages/thread-page";
import { viewerOf } from "../pages/viewer";

test.use({ contextOptions: { reducedMotion: "no-preference" } });

/** A thread of three images, each refining the previous one, with the viewer at the second. */
async function openSecondOfThree(page: Page, studio: Studio) {
  studio.upstream.script([await picture(171), await picture(172), await picture(173)]);
  let turn = await studio.api.createTurn({ prompt: "The first of three" });
  await expect.poll(() => studio.api.stateOf(turn)).toBe("succeeded");
  for (const prompt of ["The second of three", "The third of three"]) {
    const { path } = await studio.api.page(turn.threadId);
    const baseImageId = path.at(-1)?.generations[0]?.images[0]?.id ?? null;
    const at = { threadId: turn.threadId, parentTurnId: turn.id, baseImageId };
    turn = await studio.api.createTurn({ prompt, ...at });
    await expect.poll(() => studio.api.stateOf(turn)).toBe("succeeded");
  }
  await page.goto(`/t/${turn.threadId}`);
  await threadPage(page).pictureOf("The second of three").click();
  const viewer = viewerOf(page);
  await expect(viewer.dialog).toContainText("2 of 3");
  return viewer;
}

test("arrow keys, wheel, double click and buttons work in the viewer", async ({ page, studio }) => {
  const viewer = await openSecondOfThree(page, studio);
  await test.step("T tags the picture and goes on, Z takes it back, as on the wall", async () => {
    const tagged = async () =>
      (await studio.api.call("images.list", { query: { query: "tag:quoll" } })).images.length;
    await page.keyboard.press("t");
    await page.getByRole("combobox", { name: "Tag this picture" }).fill("quoll");
    await page.keyboard.press("Enter");
    await expect(viewer.dialog).toContainText("3 of 3");
    await expect.poll(tagged).toBe(1);
    await page.keyboard.press("z");
    await expect(viewer.dialog).toContainText("2 of 3");
    await expect.poll(tagged).toBe(0);
  });
  await page.keyboard.press("ArrowRight");
  await expect(viewer.dialog).toContainText("3 of 3");
  await page.keyboard.press("ArrowRight");
  await expect(viewer.dialog).toContainText("3 of 3");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(viewer.dialog).toContainText("1 of 3");
  await expect(viewer.details).toContainText("The first of three");

  const box = await viewer.picture.boundingBox();
  if (!box) throw new Error("no picture");
  const point = { x: box.x + box.width * 0.75, y: box.y + box.height / 2 };
  await test.step("the wheel zooms at the pointer, then a drag pans", async () => {
    await page.mouse.move(point.x, point.y);
    for (let turn = 0; turn < 5; turn += 1) await page.mouse.wheel(0, -120);
    await expect.poll(viewer.scale).toBeGreaterThan(1.3);
    // Zoomed beyond the derivative, the viewer shows the original.
    await expect(viewer.picture).toHaveAttribute("src", /\/original$/);
    const before = await viewer.picture.boundingBox();
    expect((before?.x ?? 0) + (before?.width ?? 0) * 0.75).toBeCloseTo(point.x, -1);
    await page.mouse.down();
    await page.mouse.move(point.x - 60, point.y, { steps: 4 });
    await page.mouse.up();
    await expect
      .poll(async () => (await viewer.picture.boundingBox())?.x ?? 0)
      .toBeLessThan((before?.x ?? 0) - 20);
    await expect(viewer.dialog).toContainText("1 of 3");
  });

  await test.step("the buttons fit, zoom in and zoom out", async () => {
    await viewer.dialog.getByRole("button", { name: "Fit to window" }).click();
    await expect.poll(viewer.scale).toBe(1);
    await viewer.dialog.getByRole("button", { name: "Zoom in" }).click();
    await expect.poll(viewer.scale).toBeGreaterThan(1.2);
    await viewer.dialog.getByRole("button", { name: "Zoom out" }).click();
    await expect.poll(viewer.scale).toBe(1);
    await page.mouse.dblclick(point.x, point.y);
    await expect.poll(viewer.scale).toBeGreaterThan(1.2);
  });

  await test.step("the browser's back button closes the viewer, and the thread is at the picture looked at last", async () => {
    await page.goBack();
    await expect(viewer.dialog).toBeHidden();
    await expect(page).toHaveURL(/\/t\/[\da-f-]+$/);
    // At the picture that it showed last.
    await expect(threadPage(page).pictureOf("The first of three")).toBeFocused();
  });
});

test.describe("with touch", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("a swipe steps, a pinch zooms, a swipe down closes", async ({ page, studio }) => {
    const viewer = await openSecondOfThree(page, studio);
    const touch = await fingersOn(page);
    await touch.swipe([300, 400], [80, 410]);
    await expect(viewer.dialog).toContainText("3 of 3");
    await touch.swipe([80, 400], [300, 390]);
    await expect(viewer.dialog).toContainText("2 of 3");
    await touch.swipe([80, 400], [300, 390]);
    await expect(viewer.dialog).toContainText("1 of 3");

    await touch.pinch([195, 400], 40, 160);
    await expect.poll(viewer.scale).toBeGreaterThan(1.5);
    const zoomed = await viewer.picture.boundingBox();
    await touch.swipe([250, 400], [150, 400]);
    // A finger pans the zoomed image; the page does not move.
    await expect(viewer.dialog).toContainText("1 of 3");
    await expect
      .poll(async () => (await viewer.picture.boundingBox())?.x ?? 0)
      .toBeLessThan((zoomed?.x ?? 0) - 30);
    await touch.pinch([195, 400], 160, 30);
    await expect.poll(viewer.scale).toBe(1);

    await touch.swipe([195, 300], [200, 520]);
    await expect(viewer.dialog).toBeHidden();
  });
});
