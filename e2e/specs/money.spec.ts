import type { Response } from "playwright/test";
import { turnBody } from "@/scripts/testing/turn-body";
import { Canary } from "../fixtures/canary";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";

// An instance of its own: limits and keys would affect other specs.
test.use({ ownStudio: {} });

test("a budget warns near its limit and stops turns before they are sent", async ({
  page,
  studio,
}) => {
  const { upstream } = studio;
  const composer = composerOf(page);

  await test.step("the owner sets a budget", async () => {
    await page.goto("/settings/budgets");
    const workspace = page.getByRole("region", { name: "Workspace" });
    await workspace.getByRole("textbox", { name: /^Monthly limit/ }).fill("much");
    await expect(workspace.getByRole("alert")).toContainText("Enter an amount such as 12.50");
    await workspace.getByRole("textbox", { name: /^Monthly limit/ }).fill("0.05");
    await workspace.getByRole("button", { name: "Save" }).click();
    await expect(workspace).toContainText("$0.00 of $0.05");
  });

  await test.step("a turn that exceeds the budget is not sent", async () => {
    await page.goto("/");
    await composer.region.getByRole("button", { name: "Variations: 1" }).click();
    await composer.choose("Variations", "2");
    await expect(composer.region.getByRole("status")).toContainText(
      "Over the workspace budget for this month: $0.05 of $0.05 left.",
    );
    await composer.submit("Two that are too many");
    await expect(composer.send).toHaveAttribute("aria-disabled", "true");
    await composer.region.getByRole("button", { name: "Variations: 2" }).click();
    await composer.choose("Variations", "1");
    await expect(composer.region.getByRole("status")).toBeHidden();
  });

  await test.step("a turn that fits is sent and uses the budget up", async () => {
    await composer.submit("One that fits");
    await expect(threadPage(page).pictures).toHaveCount(1);
    await expect(composer.region.getByRole("status")).toContainText("$0.02 of $0.05 left");
    await composer.submit("One more");
    await expect(composer.send).toHaveAttribute("aria-disabled", "true");
    const body = turnBody({ prompt: "Past the page" });
    const refused = await studio.api.sendJson("POST", "/api/turns", body);
    expect(refused.status).toBe(402);
    expect(upstream.calls()).toHaveLength(1);
  });

  await test.step("a manager gets a link to raise the budget", async () => {
    await composer.region.getByRole("link", { name: "Change budget" }).click();
    const workspace = page.getByRole("region", { name: "Workspace" });
    await expect(workspace).toContainText("$0.03 of $0.05");
    await workspace.getByRole("textbox", { name: /^Monthly limit/ }).fill("");
    await workspace.getByRole("button", { name: "Save" }).click();
    await expect(workspace).toContainText("$0.03, no limit");
  });

  await test.step("the usage page shows the amount spent", async () => {
    await page.goto("/settings/usage");
    const spent = page.getByRole("region", { name: "Spending" });
    await expect(spent.getByRole("img", { name: /^Spending by day and model/ })).toBeVisible();
    await spent.getByText("Member", { exact: true }).click();
    await expect(spent.getByRole("row", { name: /^Ada 1 1 \$0\.03/ })).toBeVisible();
    const download = page.waitForEvent("download");
    await spent.getByRole("link", { name: "Download CSV" }).click();
    expect((await download).suggestedFilename()).toMatch(/^pentimento-usage-/);
  });
});

test("a member's own key is tested, shown by its ending, used for calls and never shown again", async ({
  page,
  studio,
}) => {
  const { upstream } = studio;
  const own = new Canary();
  const reading: Promise<void>[] = [];
  page.on("response", (response) => reading.push(lookAt(response, own)));
  const section = page.getByRole("region", { name: "Your key" });
  const composer = composerOf(page);

  await page.goto("/");
  await expect(composer.region).toContainText("$0.03 · instance key");
  await page.goto("/settings/keys");
  await section.getByLabel("API key", { exact: true }).fill(own.key);
  await section.getByRole("button", { name: "Save" }).click();
  await expect(section).toContainText(`…${own.key.slice(-4)}`);
  await expect(section.getByRole("status")).toContainText("The service accepts this key");
  await section.getByRole("button", { name: /^Test with a picture · \$0\.0/ }).click();
  await expect(section.getByText("The picture is ready: this key works.")).toBeVisible();
  expect(upstream.calls().at(-1)?.headers["authorization"]).toBe(`Bearer ${own.key}`);

  await page.goto("/");
  await expect(composer.region).toContainText(`$0.025 · your key …${own.key.slice(-4)}`);
  await composer.submit("Paid by myself");
  await expect(threadPage(page).pictures).toHaveCount(1);
  expect(upstream.calls().at(-1)?.headers["authorization"]).toBe(`Bearer ${own.key}`);

  await page.goto("/settings/keys");
  await section.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(section.getByRole("button", { name: "Save" })).toBeVisible();
  await page.goto("/");
  await expect(composer.region).toContainText("$0.025 · instance key");

  await Promise.all(reading);
  own.look("the log", studio.logs());
  expect(own.sightings).toEqual([]);
});

/** Checks any reply that is not an endless stream. */
async function lookAt(response: Response, canary: Canary): Promise<void> {
  if (response.headers()["content-type"]?.startsWith("text/event-stream")) return;
  const body = await response.body().catch(() => Buffer.alloc(0));
  canary.look(new URL(response.url()).pathname, body);
}
