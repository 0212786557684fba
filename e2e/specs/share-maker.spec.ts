import type { Page } from "playwright/test";
import { refused } from "../fixtures/console-errors";
import { expect, test } from "../fixtures/test";
import { evolve, NOBODY, WORDS } from "../pages/shared-thread";

test.use({ ownStudio: { hasOwner: true } });

const REST = { shows: {}, mode: "live", reviewHold: false } as const;

/** A dialog of My links about the newest link. */
async function openLink(
  page: Page,
  act: "Change" | "Review",
): Promise<ReturnType<Page["locator"]>> {
  await page.goto("/settings/links");
  await page
    .getByRole("button", { name: /^Actions for/ })
    .first()
    .click();
  await page.getByRole("menuitem", { name: act }).click();
  return page.getByRole("dialog");
}

test("a snapshot is updated under its address, a password changed, and all links revoked", async ({
  page,
  studio,
  otherBrowser,
  consoleErrors,
}) => {
  for (const status of [401, 404]) consoleErrors.expect(refused(status));
  const { threadId, pictures, last } = await evolve(studio);
  const { url } = await studio.api.call("shares.create", {
    body: {
      target: { kind: "thread", id: threadId },
      preset: "show",
      password: "open sesame",
      ...REST,
      mode: "snapshot",
    },
  });
  const visitor = await otherBrowser({ storageState: NOBODY });
  const unlock = async (password: string) => {
    await visitor.goto(url);
    await visitor.getByLabel("Password").fill(password);
    await visitor.getByRole("button", { name: "Open" }).click();
  };
  await unlock("open sesame");
  await expect(visitor.getByText("3 of 3 ·")).toBeVisible();
  const turn = await studio.api.createTurn({
    threadId,
    parentTurnId: last.id,
    baseImageId: pictures[2] ?? null,
    prompt: "Make it snow",
  });
  await expect.poll(() => studio.api.stateOf(turn)).toBe("succeeded");
  await visitor.reload();
  await expect(visitor.getByText("3 of 3 ·")).toBeVisible();

  await test.step("update the snapshot", async () => {
    const dialog = await openLink(page, "Change");
    await dialog.getByRole("button", { name: "Details" }).click();
    const updated = page.waitForResponse((reply) => reply.url().includes("/api/shares/"));
    await dialog.getByRole("button", { name: "Update snapshot" }).click();
    await updated;
    await visitor.reload();
    await expect(visitor.getByText("4 of 4 ·")).toBeVisible();
  });

  await test.step("a new password asks visitors again", async () => {
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Change", exact: true }).click();
    await dialog.getByRole("textbox", { name: "Password of the link" }).fill("another word");
    const changed = page.waitForResponse((reply) => reply.request().method() === "PATCH");
    await dialog.getByRole("button", { name: "Set", exact: true }).click();
    await changed;
    await expect(dialog.getByRole("textbox", { name: "Password of the link" })).toBeHidden();
    await unlock("another word");
    await expect(visitor.getByText("4 of 4 ·")).toBeVisible();
  });

  await test.step("revoke all", async () => {
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Revoke all" }).click();
    await page
      .getByRole("alertdialog")
      .or(page.getByRole("dialog"))
      .getByRole("button", { name: "Revoke all" })
      .click();
    await expect(page.getByText("Revoked", { exact: true })).toBeVisible();
    const again = await visitor.goto(url);
    expect(again?.status()).toBe(404);
  });
});

test("held comments wait for the maker; notes of verdicts arrive; a comment is resolved", async ({
  page,
  studio,
  otherBrowser,
}) => {
  const { threadId } = await evolve(studio);
  const { url } = await studio.api.call("shares.create", {
    body: {
      target: { kind: "thread", id: threadId },
      preset: "review",
      ...REST,
      reviewHold: true,
    },
  });
  const [lin, ana] = [
    await otherBrowser({ storageState: NOBODY }),
    await otherBrowser({ storageState: NOBODY }),
  ];
  await lin.goto(url);
  await lin.getByRole("textbox", { name: "Comment, or click the picture" }).fill("Bluer?");
  await lin.keyboard.press("Enter");
  await lin.getByRole("textbox", { name: "Name" }).fill("Lin");
  await lin.getByRole("button", { name: "Continue" }).click();
  await expect(lin.getByText("Waits for approval")).toBeVisible();
  await lin.getByRole("button", { name: "Changes wanted" }).click();
  await lin.getByRole("textbox", { name: "Note (optional)" }).fill("Only the sky");
  await lin.getByRole("button", { name: "Add note" }).click();
  await expect(lin.getByText("You asked for changes.")).toBeVisible();
  await ana.goto(url);
  await expect(ana.locator("[data-words]")).toHaveText(WORDS[2]);
  await expect(ana.getByText("Bluer?")).toHaveCount(0);

  const review = await openLink(page, "Review");
  await expect(review.getByText("Only the sky")).toBeVisible();
  await review.getByRole("button", { name: "Approve" }).click();
  await expect(ana.getByText("Bluer?")).toBeVisible();
  await review.getByRole("button", { name: "Resolve" }).click();
  await expect(review.getByRole("button", { name: "Reopen" })).toBeVisible();
});

test("all versions are downloaded as a ZIP; the workspace's policy ends links already made", async ({
  page,
  studio,
  otherBrowser,
  consoleErrors,
}) => {
  for (const status of [401, 404]) consoleErrors.expect(refused(status));
  const { threadId } = await evolve(studio);
  const { url } = await studio.api.call("shares.create", {
    body: { target: { kind: "thread", id: threadId }, preset: "hand_over", ...REST },
  });
  const visitor = await otherBrowser({ storageState: NOBODY });
  await visitor.goto(url);
  const download = visitor.waitForEvent("download");
  await visitor
    .getByRole("link", { name: /Download/ })
    .first()
    .click();
  expect((await download).suggestedFilename()).toMatch(/\.zip$/);

  await page.goto("/settings/workspace");
  const policy = page.getByRole("region", { name: "Sharing" });
  const saved = page.waitForResponse((reply) => reply.request().method() === "PATCH");
  await policy.getByText("No public links: visitors must sign in").click();
  await saved;
  const blocked = await visitor.goto(url);
  expect(blocked?.status()).toBe(404);
});
