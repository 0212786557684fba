import { picture } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";

test("Vary repeats the turn as a sibling, and the keys switch between the two", async ({
  page,
  studio,
}) => {
  const { upstream } = studio;
  upstream.script([await picture(151), await picture(152), await picture(153)]);
  const composer = composerOf(page);
  const thread = threadPage(page);
  await page.goto("/");
  await composer.submit("A heron on one leg");
  await expect(thread.pictures).toHaveCount(1);
  await composer.submit("make it dusk");
  await expect(thread.pictures).toHaveCount(2);

  await thread.turn("make it dusk").getByRole("button", { name: "Vary" }).click();
  await expect(thread.fork("make it dusk")).toContainText("2 of 2");
  await expect(thread.pictureOf("make it dusk")).toBeVisible();
  await expect(thread.turns).toHaveCount(2);
  await expect(thread.versions.getByRole("treeitem")).toHaveCount(3);
  expect(upstream.calls()).toHaveLength(3);
  const [, second, third] = upstream.calls();
  expect(third?.body).toEqual(second?.body);

  const shown = () => thread.pictureOf("make it dusk").locator("img").last().getAttribute("src");
  const varied = await shown();
  await test.step("with the mouse", async () => {
    await thread.fork("make it dusk").getByRole("button", { name: "Previous branch" }).click();
    await expect(thread.fork("make it dusk")).toContainText("1 of 2");
    expect(await shown()).not.toBe(varied);
  });
  await test.step("with the keyboard", async () => {
    await page.keyboard.press("]");
    await expect(thread.fork("make it dusk")).toContainText("2 of 2");
    expect(await shown()).toBe(varied);
    await page.keyboard.press("[");
    await expect(thread.fork("make it dusk")).toContainText("1 of 2");
    await page.keyboard.press("[");
    await expect(thread.fork("make it dusk")).toContainText("1 of 2");
  });
});
