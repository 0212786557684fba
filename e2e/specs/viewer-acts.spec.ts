import type { Page } from "playwright/test";
import { picture } from "../fixtures/answers";
import type { Studio } from "../fixtures/studio";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { galleryPage, imageIdOf } from "../pages/gallery";
import { threadPage } from "../pages/thread-page";
import { viewerOf } from "../pages/viewer";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

/** "Dawn", refined to "Dusk"; their thread and images. */
async function dawnAndDusk(studio: Studio) {
  studio.upstream.script([await picture(191), await picture(192), await picture(193)]);
  const dawn = await studio.api.createTurn({ prompt: "Dawn over the bay" });
  await expect.poll(() => studio.api.stateOf(dawn)).toBe("succeeded");
  const { threadId } = dawn;
  const imageOf = async () => {
    const { path } = await studio.api.page(threadId);
    return path.at(-1)?.generations[0]?.images[0]?.id ?? null;
  };
  const dawnId = imageIdOf(await imageOf());
  const dusk = await studio.api.createTurn({
    threadId,
    parentTurnId: dawn.id,
    baseImageId: dawnId,
    prompt: "Make it dusk",
  });
  await expect.poll(() => studio.api.stateOf(dusk)).toBe("succeeded");
  return { threadId, dawnId, duskId: imageIdOf(await imageOf()) };
}

/** The keys that leave the viewer where it is. */
async function pressStayingKeys(page: Page) {
  const viewer = viewerOf(page);
  const { keyboard } = page;
  await test.step("Shift+C copies the picture", async () => {
    await page.evaluate(() => navigator.clipboard.writeText("something else"));
    await keyboard.press("Shift+C");
    const types = () =>
      page.evaluate(async () => (await navigator.clipboard.read()).flatMap((item) => item.types));
    await expect.poll(types).toContain("image/png");
  });
  await test.step("D downloads the original, Shift+D the picture with its recipe", async () => {
    for (const [key, end] of [
      ["d", "/original"],
      ["Shift+D", "/original?recipe"],
    ] as const) {
      const coming = page.waitForEvent("download");
      await keyboard.press(key);
      const download = await coming;
      expect(download.url().endsWith(end)).toBe(true);
      expect(download.suggestedFilename()).toMatch(/\.png$/);
    }
  });
  await test.step("S shares the picture", async () => {
    await keyboard.press("s");
    const dialog = page.getByRole("dialog", { name: "Share this picture" });
    await expect(dialog).toBeVisible();
    await keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(viewer.dialog).toBeVisible();
  });
  await test.step("+ and - zoom", async () => {
    await expect.poll(viewer.scale).toBe(1);
    await keyboard.press("+");
    await expect.poll(viewer.scale).toBeGreaterThan(1.2);
    await keyboard.press("-");
    await expect.poll(viewer.scale).toBe(1);
  });
}

test("the keys of the viewer over a thread", async ({ page, studio }) => {
  const { threadId, dawnId } = await dawnAndDusk(studio);
  const { keyboard } = page;
  const composer = composerOf(page);
  const thread = threadPage(page);
  const viewer = viewerOf(page);
  const open = async (prompt: string) => {
    await thread.pictureOf(prompt).click();
    await expect(viewer.dialog).toBeVisible();
  };
  await page.goto(`/t/${threadId}`);
  await open("Make it dusk");
  await pressStayingKeys(page);
  await test.step("Enter closes the viewer", async () => {
    await keyboard.press("Enter");
    await expect(viewer.dialog).toBeHidden();
    await open("Make it dusk");
  });

  await test.step("while comparing, S swaps, and the share act shows no key", async () => {
    await expect(viewer.act("Share").locator("kbd")).toHaveText("S");
    await keyboard.press("m");
    await expect(viewer.slider).toBeVisible();
    await expect(viewer.act("Share").locator("kbd")).toHaveCount(0);
    await keyboard.press("m");
    await expect(viewer.act("Share").locator("kbd")).toHaveText("S");
  });

  await test.step("C adds the picture to a collection", async () => {
    await keyboard.press("c");
    await page.getByRole("combobox", { name: "Add to a collection" }).fill("Bay");
    await keyboard.press("Enter");
    await expect(viewer.dialog).toContainText("Added to Bay");
    const bay = async () => {
      const { collections } = await studio.api.call("collections.list");
      return collections.find(({ name }) => name === "Bay")?.count;
    };
    await expect.poll(bay).toBe(1);
  });

  await test.step("X restores a picture from the trash that the lineage leads to", async () => {
    await studio.api.call("images.trash", { params: { imageId: dawnId }, body: {} });
    await viewer.lineage.getByRole("button", { name: "Dawn over the bay, in the trash" }).click();
    await expect(viewer.act("Restore")).toBeVisible();
    await keyboard.press("x");
    await expect(viewer.dialog).toContainText("Restored");
    const stateOfDawn = async () =>
      (await studio.api.call("images.detail", { params: { imageId: dawnId } })).image.state;
    await expect.poll(stateOfDawn).toBe("kept");
    await expect(viewer.dialog).toContainText("1 of 2");
    await keyboard.press("Escape");
    await expect(viewer.dialog).toBeHidden();
  });

  await test.step("O leaves for the turn of the picture", async () => {
    await open("Make it dusk");
    await keyboard.press("ArrowLeft");
    await expect(viewer.dialog).toContainText("1 of 2");
    await keyboard.press("o");
    await expect(viewer.dialog).toBeHidden();
    await expect(thread.turn("Dawn over the bay")).toBeInViewport();
    await expect(page).toHaveURL(new RegExp(`/t/${threadId}`));
  });

  await test.step("R makes the picture the base of the next turn", async () => {
    await open("Dawn over the bay");
    await keyboard.press("r");
    await expect(viewer.dialog).toBeHidden();
    await expect(composer.region.getByText(/^Refining (First|Dawn)/)).toBeVisible();
    await expect(composer.field).toBeFocused();
  });

  await test.step("V sends the instruction once more, as a sibling", async () => {
    await open("Make it dusk");
    await keyboard.press("v");
    await expect(viewer.dialog).toBeHidden();
    await expect(thread.fork("Make it dusk")).toContainText("2 of 2");
    await expect(thread.pictureOf("Make it dusk")).toBeVisible();
  });
});

test("the keys of the viewer over the gallery, a search and a collection", async ({
  page,
  studio,
}) => {
  const { threadId, dawnId, duskId } = await dawnAndDusk(studio);
  const { id: collectionId } = await studio.api.call("collections.create", {
    body: { name: "Ebb", description: "", access: "private" },
  });
  await studio.api.call("collections.add", {
    params: { collectionId },
    body: { imageIds: [duskId, dawnId] },
  });
  const { keyboard } = page;
  const gallery = galleryPage(page);
  const viewer = viewerOf(page);
  const thread = threadPage(page);
  const search = `/gallery?q=${encodeURIComponent("make it dusk")}`;
  const openDusk = async (path: string) => {
    await page.goto(path);
    await gallery.tile(duskId).click();
    await expect(viewer.details).toContainText("Make it dusk");
  };

  for (const path of ["/gallery", search, `/gallery?collection=${collectionId}`]) {
    await test.step(path, async () => {
      await openDusk(path);
      await pressStayingKeys(page);
      await keyboard.press("Enter");
      await expect(viewer.dialog).toBeHidden();
      await expect(gallery.tile(duskId)).toBeFocused();
    });
  }

  await test.step("in its collection, C takes the picture out, and Z puts it back", async () => {
    await keyboard.press("Enter");
    await expect(viewer.details).toContainText("Make it dusk");
    await keyboard.press("c");
    await expect(page.getByRole("option", { name: "Ebb" })).toBeVisible();
    await expect(page.getByRole("combobox", { name: "Add to a collection" })).toBeFocused();
    await keyboard.press("Enter");
    await expect(viewer.details).toContainText("Dawn over the bay");
    const count = async () => {
      const { collections } = await studio.api.call("collections.list");
      return collections.find(({ id }) => id === collectionId)?.count;
    };
    await expect.poll(count).toBe(1);
    await keyboard.press("z");
    await expect(viewer.details).toContainText("Make it dusk");
    await expect.poll(count).toBe(2);
  });

  await test.step("X restores from the trash", async () => {
    await studio.api.call("images.trash", { params: { imageId: duskId }, body: {} });
    await openDusk("/gallery?view=trash");
    await keyboard.press("x");
    const state = async () =>
      (await studio.api.call("images.detail", { params: { imageId: duskId } })).image.state;
    await expect.poll(state).toBe("kept");
  });

  await test.step("O opens its thread at its turn, R with the picture as the base", async () => {
    await openDusk("/gallery");
    await keyboard.press("o");
    await expect(page).toHaveURL(new RegExp(`/t/${threadId}`));
    await expect(thread.turn("Make it dusk")).toBeInViewport();
    await page.goBack();
    await expect(viewer.dialog).toBeVisible();
    await keyboard.press("r");
    await expect(page).toHaveURL(new RegExp(`/t/${threadId}`));
    const { region } = composerOf(page);
    await expect(region.getByText(/^Refining Dusk/)).toBeVisible();
  });

  await test.step("V opens the thread and sends the instruction once more", async () => {
    await openDusk("/gallery");
    await keyboard.press("v");
    await expect(page).toHaveURL(new RegExp(`/t/${threadId}`));
    await expect(thread.fork("Make it dusk")).toContainText("2 of 2");
    await expect(thread.pictureOf("Make it dusk")).toBeVisible();
  });
});

const LONG = {
  "en-US": ["Download with recipe", "Open in thread"],
  "zh-CN": ["下载并附带配方", "在会话中打开"],
};

for (const locale of ["en-US", "zh-CN"] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test("every act has its whole name in one line on each screen", async ({ page, studio }) => {
      const { threadId } = await dawnAndDusk(studio);
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(`/t/${threadId}`);
      await page.locator("article [aria-haspopup=dialog] img, article button img").last().click();
      const labels = page.locator("[data-acts] button > span:nth-child(2)");
      for (const width of [1440, 768, 390]) {
        await page.setViewportSize({ width, height: 900 });
        for (const name of LONG[locale]) {
          await expect(labels.filter({ hasText: new RegExp(`^${name}$`) })).toBeVisible();
        }
        const broken = await labels.evaluateAll((all) =>
          all
            .filter((one) => one.scrollWidth > one.clientWidth || one.clientHeight > 24)
            .map((one) => one.textContent),
        );
        expect(broken, `at ${width} px`).toEqual([]);
      }
    });
  });
}
