import { picture } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";
import { homeHeading } from "../pages/home";

test("a thread started here keeps its page, and can be left and reopened", async ({
  page,
  studio,
}) => {
  studio.upstream.script([{ ...(await picture(91)), gate: "begun" }]);
  const thread = threadPage(page);
  const { field } = composerOf(page);
  const start = homeHeading(page);
  await page.goto("/");
  await composerOf(page).submit("A ferry that has just left");
  await expect(thread.waiting).toHaveCount(1);
  await expect(page).toHaveURL(/\/t\//);
  const address = page.url();
  await expect(field).toBeFocused();
  await expect(page).toHaveTitle(/A ferry that has just left · Pentimento$/);
  const composer = await field.elementHandle();
  await studio.upstream.reached("begun");
  studio.upstream.release("begun");
  await expect(thread.pictures).toHaveCount(1);
  expect(await composer?.evaluate((element) => element.isConnected)).toBe(true);

  await page.goBack();
  await expect(start).toBeVisible();
  await expect(page).toHaveTitle("Pentimento");
  await page.goForward();
  await expect(thread.pictures).toHaveCount(1);

  await test.step("changing the language keeps the thread open", async () => {
    await page.getByRole("button", { name: /this month|free/ }).click();
    await page.getByRole("menuitemcheckbox", { name: "中文" }).click();
    await expect(page.getByRole("link", { name: "新会话" })).toBeVisible();
    await expect(page).toHaveURL(address);
    await expect(page.getByRole("article")).toHaveCount(1);
    await expect(page).toHaveTitle(/A ferry that has just left · Pentimento$/);
  });

  await page.getByRole("link", { name: "新会话" }).click();
  await expect(page).toHaveURL("/");
  await expect(page.getByRole("article")).toHaveCount(0);
  await expect(homeHeading(page, "zh")).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(address);
  await expect(page.getByRole("article")).toHaveCount(1);
});
