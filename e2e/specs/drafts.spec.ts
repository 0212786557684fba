import type { ImageView } from "@/lib/contracts/images";
import type { TurnView } from "@/lib/contracts/turns";
import type { Studio } from "../fixtures/studio";
import { expect, test } from "../fixtures/test";
import { refused } from "../fixtures/console-errors";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";

type Made = { turn: TurnView; image: ImageView };

/** Makes a picture through the API, from nothing or from another one. */
async function make({ api }: Studio, prompt: string, from?: Made): Promise<Made> {
  const turn = await api.createTurn({
    prompt,
    ...(from && {
      threadId: from.turn.threadId,
      parentTurnId: from.turn.id,
      baseImageId: from.image.id,
    }),
  });
  await expect.poll(() => api.stateOf(turn)).toBe("succeeded");
  const { path } = await api.page(turn.threadId);
  const image = path.find(({ id }) => id === turn.id)?.generations[0]?.images[0];
  if (!image) throw new Error("no picture came");
  return { turn, image };
}

async function lastTurn({ api }: Studio, { turn }: Made): Promise<TurnView | undefined> {
  return (await api.page(turn.threadId)).path.at(-1);
}

test("after a reload Enter edits the picture that the draft was written for", async ({
  page,
  context,
  studio,
}) => {
  const first = await make(studio, "A quiet bay");
  await make(studio, "make it night", first);
  const address = `/t/${first.turn.threadId}`;
  const composer = composerOf(page);
  const thread = threadPage(page);
  await page.goto(address);
  await thread.refine("A quiet bay");
  await composer.field.fill("in watercolour");
  await expect(composer.region).toContainText("Refining A quiet bay");

  await test.step("another thread has its own draft, and going back restores this one", async () => {
    await page.getByRole("link", { name: "New thread" }).click();
    await expect(composer.field).toHaveValue("");
    await page.goBack();
    await expect(composer.field).toHaveValue("in watercolour");
    await expect(composer.region).toContainText("Refining A quiet bay");
  });
  await test.step("another tab shares the draft, and sending there clears it here", async () => {
    const other = await context.newPage();
    await other.goto(address);
    await expect(composerOf(other).field).toHaveValue("in watercolour");
    await expect(composerOf(other).region).toContainText("Refining A quiet bay");
    await composerOf(other).field.fill("");
    await other.close();
    await expect(composer.field).toHaveValue("");
    await composer.field.fill("in watercolour");
  });
  await page.reload();
  await expect(composer.field).toHaveValue("in watercolour");
  await expect(composer.region).toContainText("Refining A quiet bay");
  await composer.field.press("Enter");
  await expect(thread.pictureOf("in watercolour")).toBeVisible();
  const sent = await lastTurn(studio, first);
  expect(sent?.baseImage?.id).toBe(first.image.id);
  expect(sent?.parentTurnId).toBe(first.turn.id);
});

test("a newer picture does not replace the one that the draft was written for", async ({
  page,
  studio,
}) => {
  const first = await make(studio, "A harbour");
  const composer = composerOf(page);
  await page.goto(`/t/${first.turn.threadId}`);
  await composer.field.fill("with a red boat");
  await expect(composer.region).toContainText("Refining A harbour");
  await page.goto("/settings");
  await make(studio, "in the rain", first);
  await page.goto(`/t/${first.turn.threadId}`);
  await expect(composer.field).toHaveValue("with a red boat");
  await expect(composer.region).toContainText("Refining A harbour");
  await composer.field.press("Enter");
  await expect(threadPage(page).pictureOf("with a red boat")).toBeVisible();
  expect((await lastTurn(studio, first))?.baseImage?.id).toBe(first.image.id);
});

test("when the draft's picture is deleted the composer says so and sends nothing", async ({
  page,
  studio,
  consoleErrors,
}) => {
  consoleErrors.expect(refused(404));
  const first = await make(studio, "A windmill");
  const second = await make(studio, "at dawn", first);
  const composer = composerOf(page);
  await page.goto(`/t/${first.turn.threadId}`);
  await threadPage(page).refine("A windmill");
  await composer.field.fill("in snow");
  await page.goto("/settings");
  await page.evaluate((id) => {
    for (const [key, value] of Object.entries(localStorage)) {
      const gone = "01a20348-f6eb-415b-baff-71a024a1dd02";
      if (key.startsWith("pentimento.draft."))
        localStorage.setItem(key, value.replaceAll(id, gone));
    }
  }, first.image.id);
  await page.goto(`/t/${first.turn.threadId}`);
  await expect(composer.field).toHaveValue("in snow");
  await expect(composer.problem.first()).toContainText("no longer exists");
  const calls = studio.upstream.calls().length;
  await composer.field.press("Enter");
  await expect(composer.field).toHaveValue("in snow");
  expect(studio.upstream.calls()).toHaveLength(calls);

  await composer.region.getByRole("button", { name: "Change the newest picture" }).click();
  await expect(composer.region).toContainText("Refining At dawn");
  await composer.field.press("Enter");
  await expect(threadPage(page).pictureOf("in snow")).toBeVisible();
  expect((await lastTurn(studio, first))?.baseImage?.id).toBe(second.image.id);
});

test("a reload keeps an instruction that is being edited", async ({ page, studio }) => {
  const first = await make(studio, "A lighthouse");
  const second = await make(studio, "at dusk", first);
  await make(studio, "with gulls", second);
  const composer = composerOf(page);
  const thread = threadPage(page);
  await page.goto(`/t/${first.turn.threadId}`);
  await composer.field.fill("words before");
  await thread.edit("at dusk");
  await composer.field.fill("at dawn instead");
  await page.reload();
  await expect(composer.region).toContainText("Editing an earlier prompt");
  await expect(composer.field).toHaveValue("at dawn instead");
  await composer.field.press("Enter");
  await expect(thread.pictureOf("at dawn instead")).toBeVisible();
  const sent = await lastTurn(studio, first);
  expect(sent?.parentTurnId).toBe(first.turn.id);
  expect(sent?.baseImage?.id).toBe(first.image.id);
  await expect(composer.field).toHaveValue("words before");
});
