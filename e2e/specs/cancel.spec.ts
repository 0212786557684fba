import { turnBody } from "@/scripts/testing/turn-body";
import { picture } from "../fixtures/answers";
import { CONCURRENCY } from "../fixtures/studio";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";

test("cancelling before sending makes no call and costs nothing", async ({ page, studio }) => {
  const { api, upstream } = studio;
  const held = { ...(await picture(51)), gate: "full" };
  upstream.script(Array.from({ length: CONCURRENCY }, () => held));
  const settings = { ...turnBody().settings, variations: CONCURRENCY };
  const filling = await api.createTurn({ prompt: "Fills the room", settings });
  await expect.poll(() => upstream.calls().length).toBe(CONCURRENCY);

  await page.goto("/");
  const thread = threadPage(page);
  await composerOf(page).submit("Never sent");
  await expect(thread.turn("Never sent")).toContainText("Queued");
  await thread.cancel.click();
  await expect(thread.failure).toContainText("Cancelled before it was sent.");
  await expect(thread.failure).toContainText("Not billed");

  upstream.release("full");
  await expect.poll(() => api.stateOf(filling)).toBe("succeeded");
  const next = await api.createTurn({ prompt: "Comes after it" });
  await expect.poll(() => api.stateOf(next)).toBe("succeeded");
  expect(upstream.calls()).toHaveLength(CONCURRENCY + 1);
  expect(JSON.stringify(upstream.calls().map(({ body }) => body))).not.toContain("Never sent");
});

test("after cancelling during a call, the arriving picture can be kept", async ({
  page,
  studio,
}) => {
  const { upstream } = studio;
  upstream.script([{ ...(await picture(52)), gate: "late" }]);
  await page.goto("/");
  const thread = threadPage(page);
  await composerOf(page).submit("Called back too late");
  await upstream.reached("late");
  await expect(thread.turns).toContainText("Painting");
  await thread.cancel.click();
  await expect(thread.failure).toContainText(
    "If the picture still arrives, it will be offered here",
  );

  upstream.release("late");
  await expect(thread.turns).toContainText("This picture arrived after you cancelled.");
  await expect(thread.turns.getByRole("button", { name: "Refine" })).toBeHidden();
  await thread.keep.click();
  await expect(thread.turns.getByRole("button", { name: "Refine" })).toBeVisible();
  await page.reload();
  await expect(thread.pictures).toHaveCount(1);
  expect(upstream.calls()).toHaveLength(1);
});
