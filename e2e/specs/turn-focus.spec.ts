import type { ImageId } from "@/lib/contracts/ids";
import type { TurnView } from "@/lib/contracts/turns";
import { expect, test } from "../fixtures/test";
import { threadPage } from "../pages/thread-page";

test("switching branches with the keys focuses the turn visibly", async ({ page, studio }) => {
  const { api } = studio;
  const make = async (prompt: string, parent: TurnView | null): Promise<TurnView> => {
    const position = parent && { threadId: parent.threadId, parentTurnId: parent.id };
    const turn = await api.createTurn({ prompt, baseImageId: null as ImageId | null, ...position });
    await expect.poll(() => api.stateOf(turn)).toBe("succeeded");
    return turn;
  };
  const root = await make("An old barn", null);
  const longer = await make("in the morning", root);
  const leaf = await make("with a miller", longer);
  await make("in the evening", root);

  const thread = threadPage(page);
  await page.goto(`/t/${root.threadId}?at=${leaf.id}`);
  await expect(thread.pictureOf("with a miller")).toBeVisible();
  // Opening a URL moves no focus.
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BODY");

  await thread.pictureOf("with a miller").focus();
  await page.keyboard.press("]");
  const evening = thread.turn("in the evening");
  await expect(evening).toBeFocused();
  await expect(evening).toHaveCSS("outline-style", "solid");
  await page.keyboard.press("[");
  await expect(thread.turn("with a miller")).toBeVisible();

  await test.step("a mouse click focuses the turn without a visible frame", async () => {
    await thread.turn("An old barn").getByText("An old barn", { exact: true }).click();
    await expect(thread.turn("An old barn")).toBeFocused();
    await expect(thread.turn("An old barn")).toHaveCSS("outline-style", "none");
  });
});
