import { devices, type Page } from "playwright/test";
import { refused } from "../fixtures/console-errors";
import { expect, test } from "../fixtures/test";
import { expectAccessible } from "../fixtures/accessible";
import { imageBytesPath } from "@/lib/contracts/paths";
import { evolve, NOBODY, WORDS } from "../pages/shared-thread";

test.use({ ownStudio: { hasOwner: true } });

/** Every picture on the page has arrived, and nothing but the link's own addresses was called. */
async function expectWhole(page: Page, calls: readonly string[]): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(() =>
        [...document.images].every((img) => img.complete && img.naturalWidth > 0),
      ),
    )
    .toBe(true);
  const outside = calls.filter((path) => !/^\/(s|_next\/static)\//.test(path));
  expect(outside).toEqual([]);
}

function callsOf(page: Page): string[] {
  const calls: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith("data:")) calls.push(new URL(request.url()).pathname);
  });
  return calls;
}

test("a thread is shared in two clicks, watched, reviewed and revoked", async ({
  page,
  studio,
  otherBrowser,
  consoleErrors,
}) => {
  const { threadId, pictures, last } = await evolve(studio);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`/t/${threadId}`);

  const url = await test.step("two clicks make the link and copy it", async () => {
    await page.getByRole("button", { name: "Share", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Share this thread" });
    await dialog.getByText("Visitors comment and pick.").click();
    await expect(dialog.getByText("Comments, hearts and approval")).toBeVisible();
    await dialog.getByRole("button", { name: "Create and copy link" }).click();
    const address = dialog.getByRole("textbox", { name: "Address of the link" });
    await expect(address).toHaveValue(/\/s\/[\w-]{22,}$/);
    await expect(dialog.getByRole("button", { name: "Copied" })).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await address.inputValue());
    await dialog.getByRole("button", { name: "Details" }).click();
    await expect(dialog.getByText(/can't stop a visitor from saving/)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "Shared", exact: true })).toBeVisible();
    const row = page.locator(`[data-thread="${threadId}"]`);
    await expect(row.getByLabel("Shared by link")).toBeAttached();
    return copied;
  });

  const visitor = await otherBrowser({ storageState: NOBODY });
  const calls = callsOf(visitor);
  await test.step("a visitor without an account sees every version and its words", async () => {
    await visitor.goto(url);
    const stage = visitor.locator("[data-stage]");
    await expect(visitor.locator("[data-words]")).toHaveText(WORDS[2]);
    await expect(visitor.getByText("3 of 3 ·")).toBeVisible();
    await expect(visitor.getByRole("banner")).toContainText(/· until [A-Z][a-z]+ \d+/);
    await expectWhole(visitor, calls);

    await visitor.keyboard.press("Home");
    await expect(visitor.locator("[data-words]")).toHaveText(WORDS[0]);
    await visitor.getByRole("button", { name: "Watch it evolve" }).click();
    await expect(visitor.locator("[data-words]")).toHaveText(WORDS[2]);
    await expect(visitor.getByRole("button", { name: "Watch it evolve" })).toBeVisible();
    await visitor.getByRole("slider", { name: "Version" }).press("ArrowLeft");
    await expect(visitor.locator("[data-words]")).toHaveText(WORDS[1]);

    const before = stage.locator(`img[src*="${pictures[0]}"]`).last();
    await visitor.getByRole("heading", { level: 1 }).click();
    await visitor.keyboard.down("p");
    await expect(before).toHaveClass(/opacity-100/);
    await visitor.keyboard.up("p");
    await expect(before).toHaveClass(/opacity-0/);
    await visitor.keyboard.press("m");
    await expect(visitor.getByRole("slider", { name: /Border/ })).toBeVisible();
    await visitor.keyboard.press("m");

    await visitor.getByRole("button", { name: "Tree" }).click();
    await visitor.getByRole("dialog").getByRole("button", { name: WORDS[2] }).click();
    await expect(visitor.locator("[data-words]")).toHaveText(WORDS[2]);
    await expectAccessible(visitor);
  });

  await test.step("a comment on a point, a pick and a verdict reach the maker", async () => {
    await visitor.getByRole("button", { name: "Comment on a point of the picture" }).click();
    await visitor.getByRole("textbox", { name: "Comment on this point" }).fill("A bit brighter?");
    await visitor.keyboard.press("Enter");
    await visitor.getByRole("textbox", { name: "Name" }).fill("Lin");
    await visitor.getByRole("button", { name: "Continue" }).click();
    await expect(visitor.getByRole("button", { name: "Comment 1: A bit brighter?" })).toBeVisible();
    await visitor.getByRole("button", { name: "Pick", exact: true }).click();
    await expect(visitor.getByRole("button", { name: "Picked", exact: true })).toBeVisible();
    await expect(visitor.getByText("Picked by you")).toBeAttached();
    await visitor.getByRole("button", { name: "Approve" }).click();
    await expect(visitor.getByText("You approved this.")).toBeVisible();

    await page.goto("/settings/links");
    await page.getByRole("button", { name: /^Actions for/ }).click();
    await page.getByRole("menuitem", { name: "Review" }).click();
    const review = page.getByRole("dialog", { name: "Review" });
    await expect(review.getByText("Lin approves")).toBeVisible();
    await expect(review.getByText("A bit brighter?")).toBeVisible();
    await review.getByRole("button", { name: "Reply" }).click();
    await review.getByRole("textbox", { name: "Reply" }).fill("On its way.");
    await page.keyboard.press("Enter");
    await expect(visitor.getByText("On its way.")).toBeVisible();
    await review.getByRole("button", { name: "Make a collection" }).click();
    await expect(page.getByText(/^Collection “Picks from/)).toBeVisible();
    await page.keyboard.press("Escape");
  });

  await test.step("a new version arrives at the visitor while they look", async () => {
    const turn = await studio.api.createTurn({
      threadId,
      parentTurnId: last.id,
      baseImageId: pictures[2] ?? null,
      prompt: "Make it snow",
    });
    await expect(visitor.getByText("4 of 4 ·")).toBeVisible();
    await expect(visitor.locator("[data-words]")).toHaveText("Make it snow");
    await expect.poll(() => studio.api.stateOf(turn)).toBe("succeeded");
    await expectWhole(visitor, calls);
  });

  await test.step("revoking ends the page that is open, its pictures and its address", async () => {
    consoleErrors.expect(refused(404));
    await page.getByRole("button", { name: /^Actions for/ }).click();
    await page.getByRole("menuitem", { name: "Revoke" }).click();
    await page
      .getByRole("alertdialog")
      .or(page.getByRole("dialog"))
      .getByRole("button", { name: "Revoke" })
      .click();
    await expect(page.getByText("Revoked", { exact: true })).toBeVisible();
    await expect(visitor.getByRole("heading", { name: "This link doesn't work" })).toBeVisible();
    const bytes = await visitor.request.get(`${url}/images/${pictures[0]}/512`);
    expect(bytes.status()).toBe(404);
    const again = await visitor.goto(url);
    expect(again?.status()).toBe(404);
    await expectAccessible(visitor);
  });
});

test("a collection on a phone, a password, and what a link hides", async ({
  studio,
  otherBrowser,
  consoleErrors,
}) => {
  const { api } = studio;
  const { pictures } = await evolve(studio);
  const { id: collectionId } = await api.call("collections.create", {
    body: { name: "For the poster", description: "Three mornings", access: "private" },
  });
  await api.call("collections.add", { params: { collectionId }, body: { imageIds: pictures } });
  const { url } = await api.call("shares.create", {
    body: {
      target: { kind: "collection", id: collectionId },
      preset: "hand_over",
      password: "open sesame",
      shows: { prompts: false, names: false },
      mode: "live",
      reviewHold: false,
    },
  });
  const { defaultBrowserType: _, ...phone } = devices["iPhone 13"];
  const visitor = await otherBrowser({
    ...phone,
    storageState: NOBODY,
    locale: "zh-CN",
    reducedMotion: "reduce",
  });
  const calls = callsOf(visitor);
  for (const status of [401, 403]) consoleErrors.expect(refused(status));

  await visitor.goto(url);
  await expect(visitor.getByRole("heading", { name: "这个链接有密码" })).toBeVisible();
  await expectAccessible(visitor);
  await visitor.getByLabel("密码").fill("close sesame");
  await visitor.getByRole("button", { name: "打开" }).click();
  await expect(visitor.getByText("密码不正确。")).toBeVisible();
  await visitor.getByLabel("密码").fill("open sesame");
  await visitor.getByRole("button", { name: "打开" }).click();

  await expect(visitor.getByRole("heading", { name: "For the poster" })).toBeVisible();
  await expect(visitor.locator("[data-image]")).toHaveCount(3);
  await expectWhole(visitor, calls);
  await expectAccessible(visitor);
  const html = await visitor.content();
  for (const words of WORDS) expect(html).not.toContain(words);
  const width = await visitor.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(visitor.viewportSize()?.width ?? 0);

  await visitor.locator("[data-image]").first().click();
  await expect(visitor.getByText("1 / 3")).toBeVisible();
  await visitor.getByRole("button", { name: "下一张" }).click();
  await expect(visitor.getByText("2 / 3")).toBeVisible();
  await expect(visitor.getByRole("link", { name: "下载" }).last()).toHaveAttribute(
    "href",
    /\/original\?download$/,
  );
  await expectWhole(visitor, calls);
  await visitor.goBack();
  await expect(visitor.getByText("2 / 3")).toBeHidden();
  const studioBytes = await visitor.request.get(
    `${studio.url}${imageBytesPath(pictures[0] ?? "", 512)}`,
  );
  expect(studioBytes.status()).toBe(401);
});
