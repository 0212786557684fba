import sharp from "sharp";
import { turnBody } from "@/scripts/testing/turn-body";
import { picture } from "../fixtures/answers";
import type { Studio } from "../fixtures/studio";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";
import { viewerOf } from "../pages/viewer";

const { settings } = turnBody();

/** A turn that requested one size and got another. */
async function missed(
  studio: Studio,
  change: Partial<typeof settings>,
  [width, height]: readonly [number, number],
) {
  studio.upstream.script([await picture(20, width, height)]);
  const turn = await studio.api.createTurn({
    prompt: "A bay that came otherwise",
    settings: { ...settings, ...change },
  });
  await expect.poll(() => studio.api.stateOf(turn)).toBe("succeeded");
  return turn;
}

/** Multipart bodies are recorded as lists of fields. */
function fieldsOf(body: unknown): unknown {
  return Array.isArray(body) ? Object.fromEntries(body as [string, unknown][]) : body;
}

test("exact pixels are chosen beside the shape, and the chip names how they are requested", async ({
  page,
  studio,
}) => {
  studio.upstream.script([await picture(10, 2048, 1360), await picture(11, 2048, 1360)]);
  const composer = composerOf(page);
  const thread = threadPage(page);
  await page.goto("/");
  await composer.region.getByRole("button", { name: "Shape: 3:2" }).click();
  const panel = page.getByRole("dialog", { name: "Shape" });
  await composer.choose("Shape", "2K 2048x1360");
  await expect(panel).toContainText("Exactly 2048 × 1360 pixels.");
  await page.keyboard.press("Escape");
  await composer.submit("A bay to the pixel");
  await expect(thread.pictureOf("A bay to the pixel")).toBeVisible();
  await expect(
    composer.region.getByRole("button", { name: /2048 × 1360 pixels, edited from/ }),
  ).toBeVisible();
  await composer.submit("and now at night");
  await expect(thread.pictureOf("and now at night")).toBeVisible();

  const calls = studio.upstream.calls();
  expect(calls.map(({ path }) => path.replace(/^.*\/images/, "/images"))).toEqual([
    "/images/generations",
    "/images/edits",
  ]);
  for (const call of calls) expect(fieldsOf(call.body)).toMatchObject({ size: "2048x1360" });
  await expect(thread.turns.getByRole("button", { name: /^asked/ })).toHaveCount(0);
});

test("a wrong size is reported, and can be cropped here for free", async ({ page, studio }) => {
  const turn = await missed(studio, { shape: "16:9", tier: "1K" }, [640, 400]);
  const thread = threadPage(page);
  await page.goto(`/t/${turn.threadId}`);
  const badge = thread.turns.getByRole("button", { name: "asked 1280×720, got 640×400" });
  // The pressed control disappears; the focus must stay in the page.
  await badge.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Not the requested size" });
  await expect(dialog.getByRole("button", { name: /^Make it exact/ })).toContainText("$0.03");
  const crop = dialog.getByRole("button", { name: /^Crop/ });
  await expect(crop).toContainText("free");
  await expect(crop).toContainText("enlarged 2 times");
  await crop.press("Enter");

  const made = thread.turn("Cropped to 1280 × 720, enlarged 2 times");
  await expect(made).toBeFocused();
  await expect(made).toContainText("1280 × 720 · made on this server · free");
  await expect(made.getByRole("button", { name: "Vary" })).toHaveCount(0);
  await expect(thread.versions.getByRole("treeitem")).toHaveCount(2);
  expect(studio.upstream.calls()).toHaveLength(1);

  const { path } = await studio.api.page(turn.threadId);
  const [first, second] = path.map(({ generations }) => generations[0]?.images[0]);
  expect(second).toMatchObject({ width: 1280, height: 720, parentImageId: first?.id });
  const { bytes } = await studio.api.send("GET", `/api/images/${second?.id}/original`);
  expect(await sharp(bytes).metadata()).toMatchObject({ width: 1280, height: 720, format: "png" });

  await test.step("refining the cut picture sends only the given instruction", async () => {
    await composerOf(page).submit("add a boat");
    await expect(thread.pictureOf("add a boat")).toBeVisible();
    const call = studio.upstream.calls()[1];
    expect(call?.pictures).toBe(1);
    expect(JSON.stringify(call?.body)).not.toContain("1280 × 720");
  });
});

test("making the size exact refines the picture over the edits endpoint, at its price", async ({
  page,
  studio,
}) => {
  const turn = await missed(studio, { shape: "16:9", tier: "1K" }, [640, 360]);
  studio.upstream.script([await picture(30, 1280, 720)]);
  const thread = threadPage(page);
  await page.goto(`/t/${turn.threadId}`);
  await thread.turns.getByRole("button", { name: /^asked 1280×720/ }).click();
  await page.getByRole("button", { name: /^Make it exact/ }).click();
  await expect(thread.pictures).toHaveCount(2);
  await expect(thread.turn("The same picture again")).toBeFocused();
  const call = studio.upstream.calls()[1];
  expect(call?.path).toContain("/images/edits");
  expect(call?.pictures).toBe(1);
  expect(fieldsOf(call?.body)).toMatchObject({ size: "1280x720" });
  await expect(thread.turns.getByRole("button", { name: /^asked/ })).toHaveCount(1);
});

test("a shape requested only in words is cropped in the viewer, which then shows the crop", async ({
  page,
  studio,
}) => {
  const turn = await missed(studio, { shape: "16:9" }, [960, 640]);
  await page.goto(`/t/${turn.threadId}`);
  await threadPage(page).pictures.click();
  const viewer = viewerOf(page);
  await viewer.dialog.getByRole("button", { name: "asked 16:9, got 3:2" }).click();
  await page.getByRole("button", { name: /^Crop/ }).click();
  await expect(viewer.details).toContainText("Cropped to 960 × 540");
  await expect(viewer.details).toContainText("on this server, free");
  await expect(viewer.dialog.getByRole("button", { name: /^asked/ })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(viewer.dialog).toHaveCount(0);
  await expect(threadPage(page).pictures).toHaveCount(2);
  expect(studio.upstream.calls()).toHaveLength(1);
});
