import { AxeBuilder } from "@axe-core/playwright";
import { picture } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";

test.describe("before the first picture", () => {
  test.use({ ownStudio: { hasOwner: true }, kind: "sandbox" });

  test("one click on an example makes its picture; a key does too", async ({ page, studio }) => {
    const thread = threadPage(page);
    await page.goto("/");
    const examples = page.getByRole("list", { name: "Prompts to start with" });
    await expect(examples.getByRole("button")).toHaveCount(4);
    await expect(page.getByText("Free, for places and still lifes.")).toBeVisible();
    await expect(page.getByRole("link", { name: "Add a key" })).toHaveAttribute(
      "href",
      "/settings/keys",
    );
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);

    await composerOf(page).field.fill("Half a thought");
    await examples.getByRole("button", { name: /^A cat on a window sill/ }).focus();
    await page.keyboard.press("1");
    await expect(page).toHaveURL(/\/t\/[\da-f-]{36}$/);
    await expect(thread.turn("An old lighthouse at dusk")).toBeVisible();
    await expect(thread.pictures).toHaveCount(1);

    await page.getByRole("link", { name: "New thread" }).click();
    await expect(composerOf(page).field).toHaveValue("Half a thought");
    const { threads } = await studio.api.call("threads.list", { query: {} });
    expect(threads).toHaveLength(1);
  });
});

test("recent pictures open, become references, are refined and marked", async ({
  page,
  studio,
}) => {
  const { api, upstream } = studio;
  const composer = composerOf(page);
  const thread = threadPage(page);
  upstream.script([await picture(61), await picture(62)]);
  for (const prompt of ["An island with a chapel", "A bridge in the snow"]) {
    const turn = await api.createTurn({ prompt });
    await expect.poll(() => api.stateOf(turn)).toBe("succeeded");
  }
  await page.goto("/");
  const prints = page.getByRole("list", { name: "Recent pictures" });
  const print = (title: string) => prints.getByRole("listitem").filter({ hasText: title });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    /^Good (morning|afternoon|evening), Ada$/,
  );
  await expect(prints.getByRole("listitem").first()).toContainText("bridge in the snow");
  await expect(prints.getByRole("listitem").nth(1)).toContainText("island");

  await test.step("the heart and the reference, by pointer", async () => {
    await print("bridge").getByRole("link").hover();
    await print("bridge").getByRole("button", { name: "Add to favourites" }).click();
    await expect
      .poll(async () => {
        const { images } = await api.call("images.list", { query: { view: "favourites" } });
        return images.map(({ prompt }) => prompt);
      })
      .toContain("A bridge in the snow");
    await print("bridge").getByRole("button", { name: "Use as reference" }).click();
    await expect(composer.references).toHaveCount(1);
    await expect(composer.field).toBeFocused();
    await composer.removeReference(1);
  });

  await test.step("refine, by keyboard", async () => {
    await print("island").getByRole("link").focus();
    await print("island").getByRole("button", { name: "Refine" }).focus();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/t\//);
    await expect(page.getByText(/^Refining/).first()).toBeVisible();
  });

  await test.step("what is in progress comes first, and can be cancelled there", async () => {
    upstream.script([{ ...(await picture(63)), gate: "held" }]);
    await composer.submit("With a red door");
    await upstream.reached("held");
    await page.getByRole("link", { name: "New thread" }).click();
    const first = prints.getByRole("listitem").first();
    await expect(first).toContainText("With a red door");
    await expect(first.getByRole("timer")).toBeVisible();
    await first.getByRole("button", { name: "Cancel" }).click();
    await expect(first.getByRole("timer")).toBeHidden();
    upstream.release("held");
  });

  await test.step("a print opens its thread, and the wall leads to the gallery", async () => {
    await print("bridge").getByRole("link").click();
    await expect(thread.turn("A bridge in the snow")).toBeVisible();
    await page.goBack();
    await page.getByRole("link", { name: "All pictures" }).click();
    await expect(page).toHaveURL(/\/gallery$/);
  });
});
