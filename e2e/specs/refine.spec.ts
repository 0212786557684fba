import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";

test.use({ contextOptions: { reducedMotion: "no-preference" } });

test("three refinements and a branch, and navigation between them", async ({ page, studio }) => {
  const { upstream } = studio;
  const composer = composerOf(page);
  const thread = threadPage(page);
  await page.goto("/");

  const steps = [
    ["A quiet bay", "A quiet bay"],
    ["make it night", "Night"],
    ["add a moon", "Moon"],
  ] as const;
  for (const [index, [instruction, label]] of steps.entries()) {
    await composer.submit(instruction);
    await expect(thread.pictureOf(instruction)).toBeVisible();
    expect(upstream.calls()).toHaveLength(index + 1);
    // The refined image is the only one attached.
    expect(upstream.calls()[index]?.pictures).toBe(index === 0 ? 0 : 1);
    await expect(composer.region).toContainText(`Refining ${label}`);
  }
  const third = JSON.stringify(upstream.calls()[2]?.body);
  for (const earlier of ["A quiet bay", "make it night"]) expect(third).toContain(earlier);

  await test.step("refining the first picture creates a branch", async () => {
    await thread.refine("A quiet bay");
    await expect(composer.region).toContainText("Refining A quiet bay");
    await expect(composer.field).toBeFocused();
    await composer.submit("in watercolour");
    await expect(thread.pictureOf("in watercolour")).toBeVisible();
    await expect(thread.turns).toHaveCount(2);
    await expect(thread.fork("in watercolour")).toContainText("2 of 2");
    const branch = JSON.stringify(upstream.calls()[3]?.body);
    expect(branch).not.toContain("make it night");
  });

  await test.step("[ and ] switch between siblings at the fork", async () => {
    await thread.pictureOf("in watercolour").focus();
    await page.keyboard.press("[");
    await expect(thread.turns).toHaveCount(3);
    await expect(thread.fork("make it night")).toContainText("1 of 2");
    await expect(thread.pictureOf("add a moon")).toBeVisible();
    await page.keyboard.press("]");
    await expect(thread.fork("in watercolour")).toContainText("2 of 2");
    await expect(thread.turns).toHaveCount(2);
  });

  await test.step("the versions panel shows the whole tree; a click selects a version", async () => {
    await expect(thread.versions.getByRole("treeitem")).toHaveCount(4);
    await thread.version("Moon").click();
    await expect(thread.turns).toHaveCount(3);
    await expect(thread.version("Moon")).toHaveAttribute("aria-selected", "true");
    await expect(composer.region).toContainText("Refining Moon");
  });

  await test.step("a reload keeps the selected version", async () => {
    await page.reload();
    await expect(thread.turns).toHaveCount(3);
    await expect(thread.versions.getByRole("treeitem")).toHaveCount(4);
  });
});

test("editing an earlier instruction makes a sibling and overwrites nothing", async ({
  page,
  studio,
}) => {
  const composer = composerOf(page);
  const thread = threadPage(page);
  await page.goto("/");
  await composer.submit("A red boat");
  await expect(thread.pictureOf("A red boat")).toBeVisible();
  await thread.turns.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Edit prompt" }).click();
  await expect(composer.field).toHaveValue("A red boat");
  await composer.submit("A blue boat");
  await expect(thread.pictureOf("A blue boat")).toBeVisible();
  await expect(thread.fork("A blue boat")).toContainText("2 of 2");
  await expect(thread.versions.getByRole("treeitem")).toHaveCount(2);
  expect(studio.upstream.calls()).toHaveLength(2);
});

test("holding P shows the previous version in the same position", async ({ page, studio }) => {
  const composer = composerOf(page);
  const thread = threadPage(page);
  await page.goto("/");
  await composer.submit("The first layer");
  await expect(thread.pictureOf("The first layer")).toBeVisible();
  await composer.submit("The second layer");
  const upper = thread.pictureOf("The second layer");
  await expect(upper).toBeVisible();
  const { threads } = await studio.api.call("threads.list", { query: { query: "first layer" } });
  const { path } = await studio.api.page(threads[0]!.id);
  const parentId = path[0]!.generations[0]!.images[0]!.id;

  await upper.focus();
  const parent = upper.locator(`img[src*="${parentId}"]`);
  await page.keyboard.down("p");
  await expect(parent).toHaveCSS("opacity", "1");
  expect(await parent.boundingBox()).toEqual(await upper.boundingBox());
  await page.keyboard.up("p");
  await expect(parent).toHaveCSS("opacity", "0");
});
