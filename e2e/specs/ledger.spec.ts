import { readFile } from "node:fs/promises";
import { refusal, words } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";

const IDS = { "Content-Type": "application/json", "x-request-id": "req-ledger-1" };

test("a call billed for words shows its ids, is listed as billed, and exports a file for the provider", async ({
  page,
  context,
  studio,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const prompt = "A crowd that it will not draw";
  studio.upstream.script([{ ...words("I can't help with that."), headers: IDS }]);
  await page.goto("/");
  await composerOf(page).submit(prompt);
  // Wait for the thread's own page, which opens with nothing expanded.
  await page.waitForURL("**/t/*");
  const thread = threadPage(page);

  await test.step("the failure note shows the call's details", async () => {
    await thread.failure.getByRole("button", { name: "Details" }).click();
    const details = page.getByRole("dialog", { name: "Call details" });
    await expect(details.getByRole("listitem")).toContainText([
      "Queued",
      "Sent",
      "First byte",
      "Last byte",
      "Parsed",
      "Ended",
    ]);
    await expect(details).toContainText("HTTP 200");
    await expect(details).toContainText("chatcmpl-1");
    await details.getByRole("button", { name: "Copy x-request-id" }).click();
    await expect(page.getByText("Copied x-request-id")).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("req-ledger-1");
    await details.getByRole("button", { name: "Close" }).click();
    await expect(details).toBeHidden();
  });

  await test.step('the call is listed under "Billed without a picture"', async () => {
    await page.goto("/settings/usage");
    const row = page.getByRole("row").filter({ hasText: prompt });
    await expect(row).toContainText("HTTP 200");
    await expect(row).toContainText("$0.03");
    const download = page.waitForEvent("download");
    // The spending section has such a link too.
    const section = page.getByRole("region", { name: "Billed without a picture" });
    await section.getByRole("link", { name: "Download CSV" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^pentimento-attempts-\d{4}-\d\d-\d\d\.csv$/);
    const csv = await readFile(await file.path(), "utf8");
    const line = csv.split("\r\n").find((text) => text.includes(prompt));
    expect(line).toContain(",chatcmpl-1,x-request-id=req-ledger-1,200,");
    expect(line).toContain(",yes,0.030000,");

    await row.getByRole("link", { name: prompt }).click();
    await expect(thread.turn(prompt)).toBeVisible();
  });
});

test("a picture after a fault lists the details of both attempts", async ({ page, studio }) => {
  const fault = refusal(502, { message: "", code: "bad_response_status_code" });
  studio.upstream.script([{ ...fault, headers: { ...IDS, "Retry-After": "0" } }]);
  await page.goto("/");
  await composerOf(page).submit("Second time lucky, with a record");
  const thread = threadPage(page);
  await expect(thread.pictures).toHaveCount(1);
  await thread.pictures.click();
  const details = page.getByRole("complementary", { name: "Details" });
  await details.getByText("The call").click();
  await expect(details).toContainText("Stored");
  await expect(details).toContainText("Attempt 1");
  await expect(details).toContainText("HTTP 502");
  await expect(details).toContainText("req-ledger-1");

  await page.goto("/settings/usage");
  const row = page.getByRole("row").filter({ hasText: "with a record" });
  await expect(page.getByRole("heading", { name: "Usage" })).toBeVisible();
  await expect(row).toHaveCount(0);
  await page.getByText("All calls").click();
  await expect(row).toHaveCount(2);
  await expect(row.first()).toContainText("Done");
  await expect(row.last()).toContainText("Not billed");
});
