import type { Page } from "playwright/test";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";
import { png } from "../upstream/pictures";

/** The painted tokens of a composer. */
const tokensOf = (page: Page) => page.getByTestId("mention-mirror").locator("[data-mention]");

test("a mention follows its picture and reaches the model with the right number", async ({
  page,
  studio,
}) => {
  const composer = composerOf(page);
  const thread = threadPage(page);
  await page.goto("/");
  await composer.drop([
    { name: "house.png", media: "image/png", bytes: await png(64, 64, 211) },
    { name: "mentioned tree.png", media: "image/png", bytes: await png(64, 64, 212) },
  ]);
  await expect(composer.reference("Image 2: mentioned tree")).toBeVisible();
  await composer.field.pressSequentially("Put @mentioned tr");
  await expect(page.getByRole("option", { name: /mentioned tree/ }).first()).toBeVisible();
  await composer.field.press("Enter");
  await expect(composer.field).toHaveValue(/^Put\s+image\s2/);
  await expect(tokensOf(page)).toHaveCount(1);
  await composer.field.pressSequentially("here");

  await test.step("Backspace deletes the whole token, undo restores it", async () => {
    for (const _ of "here ") await composer.field.press("Backspace");
    await expect(tokensOf(page)).toHaveCount(1);
    await composer.field.press("Backspace");
    await expect(composer.field).toHaveValue("Put ");
    await composer.field.press("Control+z");
    await expect(tokensOf(page)).toHaveCount(1);
    await composer.field.press("End");
    await composer.field.pressSequentially(" here");
  });
  await test.step("an arrow key crosses the token in one step", async () => {
    await composer.field.press("Home");
    for (const _ of "Put ") await composer.field.press("ArrowRight");
    await composer.field.press("ArrowRight");
    await composer.field.pressSequentially(",");
    await expect(composer.field).toHaveValue(/image\s2\S+, here$/u);
    await composer.field.press("Backspace");
  });
  await test.step("removing another reference renumbers the token", async () => {
    await composer.removeReference(1);
    await expect(composer.field).toHaveValue(/^Put\s+image\s1\S* here$/u);
  });
  await test.step("a reload keeps the token", async () => {
    await page.reload();
    await expect(composer.field).toHaveValue(/^Put\s+image\s1\S* here$/u);
    await expect(tokensOf(page)).toHaveCount(1);
  });
  await composer.field.press("Enter");
  await expect(thread.pictures).toHaveCount(1);
  expect(JSON.stringify(studio.upstream.calls()[0]?.body)).toContain("Put image 1 here");
  await expect(thread.turns.first().locator("p img")).toHaveCount(1);

  await test.step("with a base picture, references begin at 2 and the base is not offered", async () => {
    await composer.field.pressSequentially("Like @");
    await expect(page.getByRole("option", { name: /house/ }).first()).toBeVisible();
    await expect(page.getByRole("option", { name: /^Put image 1 here/ })).toHaveCount(0);
    await composer.field.pressSequentially("mentioned tr");
    await expect(page.getByRole("option", { name: /mentioned tree/ }).first()).toBeVisible();
    await composer.field.press("Enter");
    await expect(composer.field).toHaveValue(/^Like\s+image\s2/);
    await composer.field.press("Enter");
    await expect(thread.pictures).toHaveCount(2);
    const body = JSON.stringify(studio.upstream.calls()[1]?.body);
    expect(body).toContain("Like image 2");
    // Other pictures go along under the old numbers by now.
    expect(body).toContain("Put “mentioned tree” here");
    expect(studio.upstream.calls()[1]?.pictures).toBe(2);
  });

  await test.step("editing an instruction restores its tokens", async () => {
    await thread.edit("Like image 2");
    await expect(tokensOf(page)).toHaveCount(1);
    await composer.removeReference(2);
    await expect(tokensOf(page)).toHaveCount(0);
    await expect(composer.field).toHaveValue(/^Like\s*$/);
  });
});

test("pasted text keeps the pictures that it mentions", async ({ page, studio }) => {
  await studio.api.upload(await png(64, 64, 214), "copied lamp.png");
  const composer = composerOf(page);
  await page.goto("/");
  await composer.field.pressSequentially("As @copied");
  await expect(page.getByRole("option", { name: /copied lamp/ }).first()).toBeVisible();
  await composer.field.press("Enter");
  await expect(tokensOf(page)).toHaveCount(1);
  const copied = await composer.field.evaluate((element: HTMLTextAreaElement) => {
    const clipboardData = new DataTransfer();
    element.select();
    element.dispatchEvent(new ClipboardEvent("cut", { clipboardData, bubbles: true }));
    return clipboardData.types.map((type) => [type, clipboardData.getData(type)]);
  });
  expect(Object.fromEntries(copied)["text/plain"]).toBe("As image 1 ");
  await expect(composer.field).toHaveValue("");
  await composer.removeReference(1);
  await composer.field.evaluate((element, texts) => {
    const clipboardData = new DataTransfer();
    for (const [type = "", text = ""] of texts) clipboardData.setData(type, text);
    element.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  }, copied);
  await expect(composer.reference("Image 1: copied lamp")).toBeVisible();
  await expect(tokensOf(page)).toHaveCount(1);
});
