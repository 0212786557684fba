import sharp from "sharp";
import type { ScriptedAnswer } from "../upstream/script";
import { refusal } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";

// An instance of its own: saved findings affect everyone.
test.use({ ownStudio: {} });

async function inImages(width: number, height: number): Promise<ScriptedAnswer> {
  const create = { width, height, channels: 3 as const, background: "#446688" };
  const bytes = await sharp({ create }).png().toBuffer();
  return { json: { data: [{ b64_json: bytes.toString("base64") }] } };
}

test("the owner checks the upstream, first for free, then for a price, and saves the findings", async ({
  page,
  studio,
}) => {
  const { upstream } = studio;
  await page.goto("/");
  await page.getByRole("button", { name: /this month/ }).click();
  await page.getByRole("menuitem", { name: "Settings" }).click();
  await page.getByRole("navigation", { name: "Settings" }).getByText("Image service").click();
  await expect(page.getByRole("heading", { name: "Image service" })).toBeVisible();

  // Paid steps are opt-in.
  await page.getByRole("button", { name: "Check for free" }).click();
  const report = page.getByRole("region", { name: "Last check" });
  await expect(report.getByRole("status")).toContainText("done");
  await expect(report).toContainText("The key is accepted");
  expect(upstream.calls()).toHaveLength(0);

  upstream.script([{ ...(await inImages(1254, 1254)), gate: "drawing" }]);
  await page
    .getByRole("group", { name: "GPT Image 2 VIP" })
    .getByRole("checkbox", { name: /Exact size/ })
    .check();
  await page.getByRole("button", { name: "Check for $0.03" }).click();
  await upstream.reached("drawing");
  await expect(report).toContainText("you can leave this page");
  // The check continues while the page is elsewhere.
  await page.goto("/");
  upstream.release("drawing");
  await page.goto("/settings/upstream");
  await expect(report.getByRole("status")).toContainText("done");
  await expect(report).toContainText(
    "The size is not respected: asked 1280 × 720, got 1254 × 1254.",
  );
  await expect(report.getByRole("link", { name: "Open the picture of this step" })).toBeVisible();
  expect(upstream.calls()).toHaveLength(1);

  await expect(page.getByRole("region", { name: "What saving changes" })).toContainText(
    "Exact sizes are no longer offered.",
  );
  await page.getByRole("button", { name: "Save for this service" }).click();
  const saved = page.getByRole("region", { name: "Saved for this service" });
  await expect(saved).toContainText("Exact sizes are no longer offered.");
  const { models } = await studio.api.call("studio.state");
  expect(models[0]?.sizes).toBeNull();

  await saved.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Discard" }).click();
  await expect(saved).toBeHidden();
  const after = await studio.api.call("studio.state");
  expect(after.models[0]?.sizes).not.toBeNull();
});

test("a refused key is reported, and the paid steps are skipped", async ({
  page,
  studio: { upstream },
}) => {
  upstream.listModelsWith(refusal(401, { message: "Invalid token", code: "invalid_api_key" }));
  await page.goto("/settings/upstream");
  await page
    .getByRole("checkbox", { name: /One picture/ })
    .first()
    .check();
  await page.getByRole("button", { name: "Check for $0.03" }).click();
  const report = page.getByRole("region", { name: "Last check" });
  await expect(report).toContainText("doesn't accept the API key that pays for this");
  await expect(report).toContainText("Not tried; nothing was sent.");
  expect(upstream.calls()).toHaveLength(0);
});
