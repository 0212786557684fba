import { words } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";
import { png } from "../upstream/pictures";
import type { ScriptedAnswer } from "../upstream/script";

/** An answer in a shape that no reader knows: its field name usually means an echoed input. */
async function unknownShape(hue: number): Promise<ScriptedAnswer> {
  const original = (await png(96, 64, hue)).toString("base64");
  return { json: { made: true, plates: [{ name: "first", original }] } };
}

test("the owner marks the picture in an unknown answer shape, and later answers are read automatically", async ({
  page,
  studio,
}) => {
  const { upstream } = studio;
  upstream.script([await unknownShape(40), await unknownShape(160)]);
  await page.goto("/");
  const composer = composerOf(page);
  const thread = threadPage(page);
  await composer.submit("A harbour in fog");
  await expect(thread.failure).toContainText("couldn't be read");

  await test.step("looking again finds nothing, and the page reports it", async () => {
    await thread.failure.getByRole("button", { name: "Look again" }).click();
    await expect(thread.failure).toContainText("Looked again: the answer contains no picture");
  });

  await thread.failure.getByRole("button", { name: "Raw answer" }).click();
  const dialog = page.getByRole("dialog", { name: "Raw answer" });

  await test.step("a JSON path without a picture is reported", async () => {
    await dialog.getByRole("button", { name: "plates[0].name" }).click();
    await dialog.getByRole("button", { name: "Read from here" }).click();
    await expect(thread.failure).toContainText("no readable picture at that location");
  });

  await thread.failure.getByRole("button", { name: "Raw answer" }).click();
  const value = dialog.getByRole("button", { name: "plates[0].original" });
  await expect(value).toContainText(/base64 · PNG · [\d.]+ kB/);
  await value.click();
  await expect(dialog.getByText("plates[*].original")).toBeVisible();
  await dialog.getByRole("button", { name: "Read from here" }).click();
  await expect(thread.pictureOf("A harbour in fog")).toBeVisible();
  expect(upstream.calls()).toHaveLength(1);

  await composer.submit("The same at noon");
  await expect(thread.pictureOf("The same at noon")).toBeVisible();
  expect(upstream.calls()).toHaveLength(2);
});

test("answering the model's question makes a turn that refines the same picture", async ({
  page,
  studio,
}) => {
  const { upstream } = studio;
  await page.goto("/");
  const composer = composerOf(page);
  const thread = threadPage(page);
  await composer.submit("A boat on a lake");
  await expect(thread.pictureOf("A boat on a lake")).toBeVisible();

  upstream.script([words("Which colour should the boat have?")]);
  await composer.submit("Paint the boat");
  await expect(thread.failure).toContainText("Which colour should the boat have?");
  await composer.submit("Red, please");
  await expect(thread.pictureOf("Red, please")).toBeVisible();
  await expect(thread.turns).toHaveCount(3);

  const [, , third] = upstream.calls();
  if (third === undefined) throw new Error("three calls were made");
  expect(third.path).toBe("/v1/images/edits");
  const prompt = JSON.stringify(third.body);
  const earlierTexts = ["A boat on a lake", "Paint the boat", "Which colour should the boat have?"];
  for (const text of earlierTexts) expect(prompt).toContain(text);
  expect(third.pictures).toBe(1);
});
