import type { Page } from "playwright/test";
import sharp from "sharp";
import { picture } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";
import { png } from "../upstream/pictures";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("the picture and its prompt can be copied to the clipboard", async ({ page, studio }) => {
  const bytes = await png(96, 64, 141);
  studio.upstream.script([await picture(141)]);
  const thread = threadPage(page);
  await page.goto("/");
  await composerOf(page).submit("A boat to copy\nin two lines");
  await expect(thread.pictures).toHaveCount(1);

  await chooseMore(page, "Copy image");
  await expect(page.getByText("Picture copied")).toBeVisible();
  const copied = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const blob = await item?.getType("image/png");
    return { types: item?.types, bytes: [...new Uint8Array((await blob?.arrayBuffer()) ?? [])] };
  });
  expect(copied.types).toContain("image/png");
  expect(await pixelsOf(Buffer.from(copied.bytes))).toEqual(await pixelsOf(bytes));

  await chooseMore(page, "Copy prompt");
  await expect(page.getByText("Prompt copied")).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text.replaceAll("\r\n", "\n")).toBe("A boat to copy\nin two lines");
});

test("a refused clipboard write shows an error", async ({ page }) => {
  await page.addInitScript(() => {
    navigator.clipboard.write = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  });
  await page.goto("/");
  await composerOf(page).submit("Not to be copied");
  await expect(threadPage(page).pictures).toHaveCount(1);
  await chooseMore(page, "Copy image");
  await expect(page.getByText("Couldn't copy the picture")).toBeVisible();
});

async function chooseMore(page: Page, entry: string): Promise<void> {
  await threadPage(page).turns.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: entry }).click();
}

async function pixelsOf(bytes: Buffer): Promise<{ width: number; height: number; hex: string }> {
  const { data, info } = await sharp(bytes)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, hex: data.toString("hex") };
}
