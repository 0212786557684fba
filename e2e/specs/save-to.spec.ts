import { turnBody } from "@/scripts/testing/turn-body";
import { picture } from "../fixtures/answers";
import { Team } from "../fixtures/team";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";

test("a thread that saves to a colleague's collection says that your pictures are not saved there", async ({
  studio,
  otherBrowser,
}) => {
  studio.upstream.script([await picture(211), await picture(212), await picture(213)]);
  const team = await Team.open(studio, "Quay");
  const ben = await team.invite("Ben", "member");
  const { id: collectionId } = await team.owner.call("collections.create", {
    body: { name: "Herons", description: "", access: "look" },
  });
  const first = await team.owner.createTurn({
    prompt: "A heron on the quay",
    visibility: "workspace",
    settings: { ...turnBody().settings, collectionId },
  });
  await expect.poll(() => team.owner.stateOf(first)).toBe("succeeded");
  const count = async () => {
    const { collections } = await team.owner.call("collections.list");
    return collections.find(({ id }) => id === collectionId)?.count;
  };
  expect(await count()).toBe(1);

  const page = await otherBrowser({ baseURL: studio.url, storageState: ben.storageState });
  const composer = composerOf(page);
  const thread = threadPage(page);
  const chip = composer.region.getByRole("button", { name: /collection that you can’t add to/ });
  const savesTo = composer.region.getByRole("button", { name: "Saves to: Herons" });

  await test.step("the chip says so, and its hint and popup why", async () => {
    await page.setViewportSize({ width: 700, height: 900 });
    await page.goto(`/t/${first.threadId}`);
    await expect(chip).toHaveText("Not saved");
    const why = "This thread saves to a collection that you can’t add to.";
    await chip.hover();
    const hint = page.locator("div[aria-hidden]", { hasText: why }).last();
    await expect(hint).toBeVisible();
    const box = await hint.boundingBox();
    expect(box?.width).toBeLessThanOrEqual(300);
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(700);
    await chip.click();
    const popup = page.getByRole("dialog", { name: "Save to a collection" });
    await expect(popup).toContainText(why);
    await expect(popup.getByRole("button", { name: "Herons" })).toHaveCount(0);
    await page.keyboard.press("Escape");
    await expect(popup).toBeHidden();
  });

  await test.step("a picture goes to the thread alone, and the thread keeps its collection", async () => {
    await composer.submit("Two herons");
    await expect(thread.pictures).toHaveCount(2);
    expect(await count()).toBe(1);
    await expect(chip).toHaveText("Not saved");
    await page.reload();
    await expect(chip).toHaveText("Not saved");
  });

  await test.step("once the collection is open to the workspace, the picture goes there too", async () => {
    await team.owner.call("collections.update", {
      params: { collectionId },
      body: { access: "add" },
    });
    await page.reload();
    await expect(savesTo).toBeVisible();
    await composer.submit("Three herons");
    await expect(thread.pictures).toHaveCount(3);
    await expect.poll(count).toBe(2);
  });
});
