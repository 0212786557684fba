import { readdirSync, readFileSync } from "node:fs";
import type { Page } from "playwright/test";
import { inRoot } from "@/scripts/setup/root";
import { picture, words } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { homeHeading } from "../pages/home";

type Messages = { [key: string]: string | Messages };

/** All messages of a language by key, except those with placeholders, which appear on no screen as they are. */
function sentencesOf(locale: string): Map<string, string> {
  const sentences = new Map<string, string>();
  const collect = (messages: Messages, parentKey: string) => {
    for (const [key, value] of Object.entries(messages)) {
      if (typeof value !== "string") collect(value, `${parentKey}.${key}`);
      else if (!/[{<]/.test(value)) sentences.set(`${parentKey}.${key}`, value);
    }
  };
  for (const file of readdirSync(inRoot(`messages/${locale}`))) {
    const text = readFileSync(inRoot(`messages/${locale}/${file}`), "utf8");
    collect(JSON.parse(text) as Messages, file);
  }
  return sentences;
}

const english = sentencesOf("en");
const chinese = sentencesOf("zh");
/** English texts without a Chinese use: at least two letters in a row, so "×" and "P" may stay. */
const onlyEnglish = [...english]
  .filter(([key, text]) => chinese.get(key) !== text && /[A-Za-z]{2}/.test(text))
  .map(([, text]) => text);

/** Every text that the page shows or exposes to screen readers. */
async function textsOn(page: Page): Promise<Set<string>> {
  const texts = await page.evaluate(() => {
    const found: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const isCode = node.parentElement?.closest("script, style") != null;
      if (!isCode) found.push(node.textContent ?? "");
    }
    for (const element of document.querySelectorAll("*")) {
      for (const name of ["aria-label", "placeholder", "title", "alt"]) {
        found.push(element.getAttribute(name) ?? "");
      }
    }
    return found;
  });
  return new Set(texts.map((text) => text.trim()).filter(Boolean));
}

async function expectNoEnglish(page: Page, screen: string): Promise<void> {
  const texts = await textsOn(page);
  expect.soft(texts.size, screen).toBeGreaterThan(3);
  expect
    .soft(
      onlyEnglish.filter((text) => texts.has(text)),
      screen,
    )
    .toEqual([]);
}

test.describe("a Chinese browser", () => {
  test.use({ locale: "zh-CN" });

  test("sees Chinese on every main screen", async ({ page, studio }) => {
    const { upstream } = studio;
    upstream.script([
      await picture(101),
      words("我不能画这个。"),
      { ...(await picture(102)), gate: "waiting" },
    ]);
    const field = page.getByRole("textbox", { name: "指令" });
    const turns = page.getByRole("article");
    const send = async (text: string) => {
      await field.fill(text);
      await field.press("Enter");
    };
    await page.goto("/");
    await expect(page.locator("html")).toHaveAttribute("lang", /^zh/);
    await expect(homeHeading(page, "zh")).toBeVisible();
    await expectNoEnglish(page, "new thread");

    await send("黄昏的老灯塔");
    await expect(page.getByRole("button", { name: /^打开图片/ })).toBeVisible();
    await expectNoEnglish(page, "picture");
    await send("加一只猫");
    await expect(turns.getByRole("blockquote")).toContainText("我不能画这个。");
    await expectNoEnglish(page, "failed");
    await send("加一只狗");
    await upstream.reached("waiting");
    await expect(turns.getByText("正在绘制").first()).toBeVisible();
    await expectNoEnglish(page, "waiting");
    upstream.release("waiting");
    await expect(turns.getByRole("progressbar")).toHaveCount(0);

    await page.getByRole("button", { name: /^打开图片：黄昏/ }).click();
    const viewer = page.getByRole("dialog");
    await expect(viewer.getByRole("img").first()).toBeVisible();
    await expectNoEnglish(page, "viewer");
    await page.keyboard.press("Escape");
    await expect(viewer).toBeHidden();
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("option").first()).toBeVisible();
    await expectNoEnglish(page, "palette");
  });

  test.describe("signed out", () => {
    test.use({ isSignedIn: false });

    test("shows the sign-in page in Chinese", async ({ page }) => {
      await page.goto("/sign-in");
      await expect(page.locator("html")).toHaveAttribute("lang", /^zh/);
      await expect(page.getByRole("textbox").first()).toBeVisible();
      await expectNoEnglish(page, "sign-in");
    });
  });
});

test("changing the language keeps what was typed", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("lang", /^en/);
  await page.getByRole("textbox", { name: "Prompt" }).fill("half a sentence");
  await page.getByRole("button", { name: /this month/ }).click();
  await page.getByRole("menuitemcheckbox", { name: "中文" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", /^zh/);
  await expect(page.getByRole("textbox", { name: "指令" })).toHaveValue("half a sentence");
  await page.reload();
  await expect(homeHeading(page, "zh")).toBeVisible();
});
