import type { Page, Request } from "playwright/test";
import { picture } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";

/** The names of the font files and lists of faces that a page has loaded. */
const fontsOf = (page: Page) =>
  page.evaluate(() => {
    const loaded: string[] = [];
    document.fonts.forEach(({ family, status }) => {
      if (status === "loaded") loaded.push(family.replaceAll('"', ""));
    });
    const isListed = [...document.fonts].some(({ family }) => family.includes("Noto Sans SC"));
    return { loaded: [...new Set(loaded)].toSorted(), isListed };
  });

function recordRequests(page: Page): Request[] {
  const requests: Request[] = [];
  page.on("request", (request) => requests.push(request));
  return requests;
}

test("an English page names Chinese without the Chinese font", async ({ page }) => {
  await page.goto("/settings/profile");
  await expect(page.getByText("简体中文")).toBeVisible();
  await expect.poll(async () => (await fontsOf(page)).loaded).toContain("language-names");
  const { loaded, isListed } = await fontsOf(page);
  expect(loaded).not.toContain("chinese-probe");
  expect(isListed).toBe(false);
});

test("Chinese text on an English page gets the Chinese font", async ({ page }) => {
  await page.goto("/");
  await composerOf(page).field.fill("黄昏的老灯塔");
  await expect.poll(async () => (await fontsOf(page)).loaded).toContain("Noto Sans SC Variable");
});

test.describe("in Chinese", () => {
  test.use({ locale: "zh-CN" });

  test("the Chinese font loads", async ({ page }) => {
    await page.goto("/");
    await expect.poll(async () => (await fontsOf(page)).loaded).toContain("Noto Sans SC Variable");
  });
});

test("settings fetch a page when its link is pointed at, not before", async ({ page }) => {
  const requests = recordRequests(page);
  const prefetches = () => requests.filter((each) => "next-router-prefetch" in each.headers());
  await page.goto("/settings/profile");
  expect(prefetches().map((each) => each.url())).toEqual([]);
  await page.getByRole("link", { name: "Sessions" }).hover();
  await expect.poll(() => prefetches().length).toBeGreaterThan(0);
  expect(prefetches().every((each) => each.url().includes("/settings/sessions"))).toBe(true);
});

test("scripts and styles come as Brotli and are kept for a year", async ({ page, studio }) => {
  const requests = recordRequests(page);
  await page.goto("/");
  const files = requests.map((each) => each.url()).filter((url) => /\.(js|css)$/.test(url));
  expect(files.length).toBeGreaterThan(3);
  for (const file of new Set(files)) {
    // Not the page's own answers: some come from its cache, without their encoding.
    const url = new URL(new URL(file).pathname, studio.directUrl).href;
    const headers = (
      await page.request.get(url, { headers: { "accept-encoding": "br" } })
    ).headers();
    expect(headers, file).toMatchObject({
      "content-encoding": "br",
      "cache-control": "public, max-age=31536000, immutable",
      vary: "Accept-Encoding",
    });
  }
});

test("the newest picture of a thread loads first, and others when they come near", async ({
  page,
  studio,
}) => {
  const turns = [await studio.api.createTurn({ prompt: "Step 1" })];
  for (let step = 2; step <= 6; step += 1) {
    const before = turns.at(-1);
    await expect.poll(() => before && studio.api.stateOf(before)).toBe("succeeded");
    const { threadId, id } = before ?? { threadId: null, id: null };
    turns.push(await studio.api.createTurn({ threadId, parentTurnId: id, prompt: `Step ${step}` }));
  }
  const newest = turns.at(-1);
  await expect.poll(() => newest && studio.api.stateOf(newest)).toBe("succeeded");
  await page.goto(`/t/${newest?.threadId}`);
  const { pictures } = threadPage(page);
  await expect(pictures).toHaveCount(turns.length);
  const hints = await pictures
    .locator("img[srcset]")
    .evaluateAll((images) =>
      images.map((image) => [image.getAttribute("loading"), image.getAttribute("fetchpriority")]),
    );
  expect(hints.at(-1)).toEqual(["eager", "high"]);
  expect(hints.slice(0, -1).every(([loading]) => loading === "lazy")).toBe(true);
});

test("an arriving picture is requested once, in one size", async ({ page, studio }) => {
  const { api, upstream } = studio;
  upstream.script([{ ...(await picture(7)), gate: "held" }]);
  const { threadId } = await api.createTurn({ prompt: "A quay before the storm" });
  await page.goto(`/t/${threadId}`);
  await expect(threadPage(page).waiting).toHaveCount(1);
  const requests = recordRequests(page);
  upstream.release("held");
  await expect(threadPage(page).pictures).toHaveCount(1);
  await expect
    .poll(() => page.locator("img[srcset]").evaluate((img: HTMLImageElement) => img.complete))
    .toBe(true);
  const files = requests.map((each) => each.url()).filter((url) => /\/(512|1440)$/.test(url));
  expect(files).toHaveLength(1);
});
