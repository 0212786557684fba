import { picture } from "../fixtures/answers";
import type { Studio } from "../fixtures/studio";
import { expectAccessible } from "../fixtures/accessible";
import { expect, test } from "../fixtures/test";
import { NOBODY } from "../pages/shared-thread";

test.use({ ownStudio: { hasOwner: true } });

/** The address of a link to a thread, for review. */
async function shareThread({ api, upstream }: Studio): Promise<string> {
  upstream.script([await picture(40)]);
  const turn = await api.createTurn({ prompt: "A lighthouse" });
  await expect.poll(() => api.stateOf(turn)).toBe("succeeded");
  const { url } = await api.call("shares.create", {
    body: {
      target: { kind: "thread", id: turn.threadId },
      preset: "review",
      shows: {},
      mode: "live",
      reviewHold: true,
    },
  });
  return url;
}

test("an opening, a comment and a pick reach the maker live, unless switched off", async ({
  page,
  studio,
  otherBrowser,
}) => {
  const url = await shareThread(studio);
  await page.goto("/settings/notices");
  await expect(page.getByText("Nothing yet.")).toBeVisible();
  await expectAccessible(page);
  const list = page.getByRole("list", { name: "Notices", exact: true });

  const visitor = await otherBrowser({ storageState: NOBODY });
  await test.step("the first opening arrives in the list and marks the account", async () => {
    await visitor.goto(url);
    await expect(list.getByText(/was opened for the first time/)).toBeVisible();
    await expect(page.getByRole("button", { name: "1 unread notice" })).toBeVisible();
    await visitor.reload();
  });

  await test.step("a comment that is held, and a pick", async () => {
    await visitor.getByRole("button", { name: "Comment on a point of the picture" }).click();
    await visitor.getByRole("textbox", { name: "Comment on this point" }).fill("A bit brighter?");
    await visitor.keyboard.press("Enter");
    await visitor.getByRole("textbox", { name: "Name" }).fill("<b>Lin</b>");
    await visitor.getByRole("button", { name: "Continue" }).click();
    await expect(list.getByText(/^<b>Lin<\/b> commented on/)).toBeVisible();
    await expect(list.getByText("A bit brighter?")).toBeVisible();
    await expect(list.getByText("Waits for your approval")).toBeVisible();
    await visitor.getByRole("button", { name: "Pick", exact: true }).click();
    await expect(list.getByText(/^<b>Lin<\/b> picked 1 picture in/)).toBeVisible();
    await expect(list.getByRole("listitem")).toHaveCount(3);
    await expectAccessible(page);
  });

  await test.step("a notice opens the comment in the review and is read, by keyboard", async () => {
    await list.getByRole("button", { name: /commented on/ }).focus();
    await page.keyboard.press("Enter");
    const review = page.getByRole("dialog", { name: "Review" });
    await expect(review.getByText("A bit brighter?")).toBeInViewport();
    await review.getByRole("button", { name: "Approve" }).click();
    await expect(review.getByRole("button", { name: "Approve" })).toHaveCount(0);
    await page.keyboard.press("Escape");
    await expect(list.getByText("Waits for your approval")).toHaveCount(0);
    await expect(page.getByRole("button", { name: "2 unread notices" })).toBeVisible();
    await page.getByRole("button", { name: "Mark all as read" }).click();
    await expect(page.getByRole("button", { name: /unread notice/ })).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Mark all as read" })).toHaveCount(0);
  });

  await test.step("verdicts make none once comments are switched off; picks still do", async () => {
    await page.goto("/settings/profile");
    const comments = page.getByRole("group", { name: "Comments and verdicts" });
    await comments.getByRole("checkbox", { name: "In the studio" }).uncheck();
    await expect
      .poll(async () => (await studio.api.call("account.notices")).comments.inApp)
      .toBe(false);
    await page.goto("/settings/links");
    await page.getByRole("link", { name: "Notices" }).last().click();
    await visitor.getByRole("button", { name: "Approve" }).click();
    await expect(visitor.getByText("You approved this.")).toBeVisible();
    await visitor.getByRole("button", { name: "Picked" }).click();
    await expect(list.getByRole("listitem")).toHaveCount(2);
    await visitor.getByRole("button", { name: "Pick", exact: true }).click();
    await expect(list.getByRole("listitem")).toHaveCount(3);
    await expect(list.getByText(/approves/)).toHaveCount(0);
  });
});

test("notices on a phone, in Chinese", async ({ studio, otherBrowser }) => {
  const url = await shareThread(studio);
  const visitor = await otherBrowser({ storageState: NOBODY });
  await visitor.goto(url);
  const phone = await otherBrowser({ viewport: { width: 390, height: 800 }, locale: "zh-CN" });
  await phone.goto("/settings/notices");
  await expect(phone.getByText(/首次被打开/)).toBeVisible();
  await expectAccessible(phone);
  const overflow = await phone.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect(overflow).toBe(0);
  await phone.getByRole("button", { name: /首次被打开/ }).click();
  await expect(phone.getByRole("dialog", { name: "打开记录" })).toBeVisible();
});
