import { devices } from "playwright/test";
import { picture } from "../fixtures/answers";
import { refused } from "../fixtures/console-errors";
import { GUEST_PASSWORD, Team } from "../fixtures/team";
import { expect, test } from "../fixtures/test";
import { expectAccessible } from "../fixtures/accessible";
import { accountPages } from "../pages/account-pages";
import { composerOf } from "../pages/composer";
import { NOBODY } from "../pages/shared-thread";

test.use({ ownStudio: { hasOwner: true } });

const WORDS = ["Dawn over the bay", "Make it noon"] as const;

test("a visitor signs in, continues a shared picture and refines it in their own studio", async ({
  page,
  studio,
  otherBrowser,
  consoleErrors,
}) => {
  const { api, upstream } = studio;
  upstream.script([await picture(20), await picture(120), await picture(220)]);
  const first = await api.createTurn({ prompt: WORDS[0] });
  await expect.poll(() => api.stateOf(first)).toBe("succeeded");
  const { path } = await api.page(first.threadId);
  const baseImageId = path[0]?.generations[0]?.images[0]?.id ?? null;
  const { threadId } = first;
  const second = await api.createTurn({
    threadId,
    parentTurnId: first.id,
    baseImageId,
    prompt: WORDS[1],
  });
  await expect.poll(() => api.stateOf(second)).toBe("succeeded");
  const team = await Team.open(studio);
  const lin = await team.invite("Lin", "member");
  const { user } = await lin.call("studio.state");

  const url = await test.step("the maker allows it, and reads what that means", async () => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(`/t/${threadId}`);
    await page.getByRole("button", { name: "Share", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Share this thread" });
    await dialog.getByRole("button", { name: "Details" }).click();
    const allow = dialog.getByRole("checkbox", { name: "In the visitor's own studio" });
    await expect(allow).not.toBeChecked();
    await dialog.getByText("Visitors take the originals.").click();
    await expect(allow).toBeChecked();
    await dialog.getByText("Visitors look, nothing else.").click();
    await expect(allow).not.toBeChecked();
    await allow.check();
    await expect(dialog.getByText(/the originals too, even with downloads off/)).toBeVisible();
    await expect(
      dialog.getByText("Continuing in their own studio, originals included"),
    ).toBeVisible();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Create and copy link" }).click();
    const address = dialog.getByRole("textbox", { name: "Address of the link" });
    await expect(address).toHaveValue(/\/s\/[\w-]{22,}$/);
    return address.inputValue();
  });

  const visitor = await otherBrowser({ storageState: NOBODY });
  const dialog = visitor.getByRole("dialog", { name: "Continue in your studio" });
  await test.step("signing in returns to the link, with the question still open", async () => {
    await visitor.goto(url);
    await expect(visitor.locator("[data-words]")).toHaveText(WORDS[1]);
    await visitor.keyboard.press("c");
    await visitor.waitForURL(/\/sign-in\?next=/);
    await accountPages(visitor).signIn(user.email, GUEST_PASSWORD);
    await visitor.waitForURL(/\/s\/[\w-]+\?continue=/);
    await expect(dialog.getByText("Signed in as Lin")).toBeVisible();
    await expectAccessible(visitor);
  });

  await test.step("Escape leaves the page as it was, and a reload asks no more", async () => {
    await dialog.getByRole("button", { name: "Cancel" }).focus();
    await visitor.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await visitor.reload();
    await expect(visitor.locator("[data-words]")).toHaveText(WORDS[1]);
    await expect(dialog).toBeHidden();
  });

  await test.step("the keyboard continues in the personal workspace, which comes first", async () => {
    await visitor.getByRole("button", { name: "Continue in my studio" }).focus();
    await visitor.keyboard.press("Enter");
    const workspace = dialog.getByRole("combobox", { name: "Workspace" });
    await expect(workspace.locator("option")).toHaveText([/Lin/, "Atelier"]);
    await workspace.focus();
    await visitor.keyboard.press("Tab");
    await visitor.keyboard.press("Tab");
    await expect(dialog.getByRole("button", { name: "Continue", exact: true })).toBeFocused();
    await visitor.keyboard.press("Enter");
    await visitor.waitForURL(/\/t\/[\w-]+$/);
  });

  await test.step("the thread says where it comes from, and the next instruction refines it", async () => {
    await expect(visitor.getByText(`Continued from “${WORDS[0]}” by`)).toBeVisible();
    await expect(visitor.getByRole("article")).toHaveCount(2);
    const composer = composerOf(visitor);
    await expect(composer.region).toContainText("Refining Noon");
    await expectAccessible(visitor);
    await composer.submit("Add a boat");
    await expect(visitor.getByRole("article")).toHaveCount(3);
    await expect.poll(() => upstream.calls().length).toBe(3);
    const sent = upstream.calls()[2];
    expect(sent?.pictures).toBe(1);
    for (const words of [...WORDS, "Add a boat"])
      expect(JSON.stringify(sent?.body)).toContain(words);
  });

  await test.step("on a phone, in Chinese; after a revocation it says so and copies nothing", async () => {
    const { defaultBrowserType: _, ...phone } = devices["iPhone 13"];
    const again = await otherBrowser({
      ...phone,
      storageState: await visitor.context().storageState(),
      locale: "zh-CN",
    });
    await again.goto(url);
    await again.getByRole("button", { name: "在我的画室继续" }).click();
    const question = again.getByRole("dialog", { name: "在你的画室继续" });
    await expect(question.getByText("已登录：Lin")).toBeVisible();
    const width = await again.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(again.viewportSize()?.width ?? 0);
    await expectAccessible(again);
    consoleErrors.expect(refused(404));
    await api.call("shares.revokeAll", { body: {} });
    await expect(again.getByRole("heading", { name: "这个链接无法打开" })).toBeVisible();
    const { threads } = await lin.call("threads.list", { query: {} });
    expect(threads).toEqual([]);
  });
});
