import { picture, refusal } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";
import { viewerOf } from "../pages/viewer";

const IDS = { "Content-Type": "application/json", "x-request-id": "req-busy-1" };
const saturated = { ...refusal(429, { message: "当前分组上游负载已饱和" }), headers: IDS };

test("a saturated route falls back to the other at once, and every page of the call names it", async ({
  page,
  studio,
}) => {
  studio.upstream.script([saturated, { ...(await picture(140)), gate: "chat" }]);
  const composer = composerOf(page);
  const thread = threadPage(page);
  await page.goto("/");

  await test.step("the composer names the route before sending", async () => {
    await composer.field.fill("A bay by another way");
    await page.getByRole("button", { name: "What the model sees" }).click();
    const draft = page.getByRole("dialog", { name: "What the model will see" });
    await expect(draft).toContainText("POST /images/generations");
    await expect(draft).toContainText("the call is retried on Chat");
    await page.keyboard.press("Escape");
    await expect(draft).toBeHidden();
  });

  await test.step("the placeholder names the route while the call runs", async () => {
    await composer.field.press("Enter");
    await studio.upstream.reached("chat");
    await expect(thread.turns).toContainText("attempt 2 of 4, now on Chat");
    studio.upstream.release("chat");
    await expect(thread.pictures).toHaveCount(1);
  });
  expect(studio.upstream.calls().map(({ path }) => path)).toEqual([
    "/v1/images/generations",
    "/v1/chat/completions",
  ]);

  await test.step("the ledger has the route of each attempt", async () => {
    await thread.pictures.click();
    const viewer = viewerOf(page);
    await viewer.details.getByText("The call").click();
    await expect(viewer.details).toContainText("Chat, after Image generations refused");
    await expect(viewer.details).toContainText("Attempt 1, Image generations");
    await expect(viewer.details).toContainText("HTTP 429");
    await expect(viewer.details).toContainText("Not billed");
    await expect(viewer.details).toContainText("req-busy-1");
    await page.keyboard.press("Escape");
    await expect(viewer.dialog).toHaveCount(0);
  });

  await test.step('the "what the model saw" panel names the route too', async () => {
    await thread.turns.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: "What the model saw" }).click();
    const request = page.getByRole("dialog", { name: "What the model saw" });
    await expect(request).toContainText("POST /chat/completions");
    await expect(request).toContainText(
      "Image generations refused the call free of charge, so Chat was used.",
    );
  });
});

test("a shape is requested in pixels, and a refinement uses edits with the references", async ({
  page,
  studio,
}) => {
  const composer = composerOf(page);
  const thread = threadPage(page);
  await page.goto("/");
  await composer.region.getByRole("button", { name: "Shape: 3:2" }).click();
  await expect(page.getByRole("dialog", { name: "Shape" })).toContainText(
    "Requested as 2048 × 1360; any size of this shape may come back.",
  );
  await page.keyboard.press("Escape");
  await composer.submit("A quiet quay");
  await expect(thread.pictureOf("A quiet quay")).toBeVisible();
  await composer.submit("in rain");
  await expect(thread.pictureOf("in rain")).toBeVisible();
  const [first, second] = studio.upstream.calls();
  expect(first).toMatchObject({
    path: "/v1/images/generations",
    body: { prompt: "A quiet quay", size: "2048x1360", response_format: "b64_json" },
  });
  expect(second?.path).toBe("/v1/images/edits");
  expect(second?.pictures).toBe(1);
  expect(Object.fromEntries(second?.body as [string, string][])).toMatchObject({
    size: "2048x1360",
    prompt: expect.stringMatching(/- A quiet quay\n\nNow:\n\nin rain$/),
  });
});
