import { expect, test } from "../fixtures/test";
import { refused, UNREACHABLE } from "../fixtures/console-errors";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";
import { jpeg, png, webp } from "../upstream/pictures";

test("references are added by drop, paste and address, and are sent in order", async ({
  page,
  studio,
}) => {
  const { upstream, pictures } = studio;
  const composer = composerOf(page);
  const thread = threadPage(page);
  const address = pictures.publish("/gallery/boat.png", await png(80, 60, 141));
  await page.goto("/");
  await composer.drop([{ name: "house.png", media: "image/png", bytes: await png(64, 64, 142) }]);
  await expect(composer.references).toHaveCount(1);
  await composer.paste([{ name: "tree.jpg", media: "image/jpeg", bytes: await jpeg() }]);
  await expect(composer.references).toHaveCount(2);
  await composer.addFromAddress(address);
  await expect(composer.references).toHaveCount(3);
  await expect.poll(() => pictures.requestCount("/gallery/boat.png")).toBe(1);
  for (const [number, name] of [
    [1, "house"],
    [2, "tree"],
    [3, "boat"],
  ] as const) {
    await expect(composer.reference(`Image ${number}: ${name}`)).toBeVisible();
  }

  await composer.removeReference(1);
  await expect(composer.reference("Image 1: tree")).toBeVisible();
  await expect(composer.reference("Image 2: boat")).toBeVisible();
  await composer.submit("Put the tree of image 1 beside the boat of image 2");
  await expect(thread.pictures).toHaveCount(1);
  expect(upstream.calls()[0]?.pictures).toBe(2);
  await expect(thread.turns.getByRole("button", { name: "Image 1: tree" })).toBeVisible();
  await expect(thread.turns.getByRole("button", { name: "Image 2: boat" })).toBeVisible();

  await test.step("with a base picture, it is image 1 and references begin at 2", async () => {
    await composer.paste([{ name: "bird.webp", media: "image/webp", bytes: await webp() }]);
    await expect(composer.reference("Image 2: bird")).toBeVisible();
    await composer.submit("Add the bird of image 2");
    await expect(thread.pictures).toHaveCount(2);
    expect(upstream.calls()[1]?.pictures).toBe(2);
  });
});

test("@ adds an earlier picture by its name", async ({ page, studio }) => {
  const composer = composerOf(page);
  const thread = threadPage(page);
  await page.goto("/");
  await composer.submit("A windmill");
  await expect(thread.pictures).toHaveCount(1);
  await page.getByRole("link", { name: "New thread" }).click();
  await expect(page).toHaveURL("/");
  await composer.field.pressSequentially("Turn @windm");
  await expect(page.getByRole("option", { name: /windmill/i }).first()).toBeVisible();
  await composer.field.press("Enter");
  await expect(composer.field).toHaveValue(/Turn\s+image\s1/);
  await expect(composer.references).toHaveCount(1);
  await composer.field.press("Enter");
  await expect(thread.pictures).toHaveCount(1);
  expect(studio.upstream.calls()[1]?.pictures).toBe(1);
});

test("a rejected file shows why, and the text is kept", async ({ page, studio, consoleErrors }) => {
  consoleErrors.expect(refused(422));
  consoleErrors.expect(refused(415));
  const composer = composerOf(page);
  await page.goto("/");
  await composer.field.fill("A boat like this");
  await composer.addFromAddress(`http://127.0.0.1:${studio.upstream.canaryPort}/cat.png`);
  await expect(composer.problem).toContainText("Use a public https address");
  expect(studio.upstream.canaryHits()).toBe(0);
  await composer.field.press("Enter");
  await expect(composer.region).toContainText("A picture couldn't be added");
  await composer.removeReference(1);

  await composer.drop([
    { name: "notes.png", media: "image/png", bytes: Buffer.from("not a picture at all") },
  ]);
  await expect(composer.problem).toContainText("We can't open this file");
  await expect(composer.field).toHaveValue("A boat like this");
  expect(studio.upstream.calls()).toHaveLength(0);
});

test("a failed upload can be retried from its tile and keeps its position", async ({
  page,
  consoleErrors,
}) => {
  consoleErrors.expect(UNREACHABLE);
  const composer = composerOf(page);
  await page.goto("/");
  await page.route("**/api/images?*", (route) => route.abort(), { times: 1 });
  await composer.drop([{ name: "house.png", media: "image/png", bytes: await png(64, 64, 150) }]);
  await expect(composer.problem).toContainText("Can't reach the server");
  await composer.drop([{ name: "tree.png", media: "image/png", bytes: await png(64, 64, 151) }]);
  await expect(composer.references).toHaveCount(2);

  await composer.references.getByRole("button", { name: "Retry image 1" }).click();
  await expect(composer.problem).toBeEmpty();
  await expect(composer.reference("Image 1: house")).toBeVisible();
  await expect(composer.reference("Image 2: tree")).toBeVisible();
  await expect(composer.references.getByRole("button", { name: /again$/ })).toHaveCount(0);
});

test("pictures pasted as markup, data or addresses are attached correctly", async ({ page }) => {
  const composer = composerOf(page);
  await page.goto("/");
  const bytes = await png(48, 48, 160);
  const far = "https://pictures.invalid/a.png";

  await test.step("Safari's Copy Image: attaches the file, not its address", async () => {
    const texts = { "text/html": `<img src="${far}">`, "text/plain": far };
    await composer.paste([{ name: "safari.png", media: "image/png", bytes }], texts);
    await expect(composer.reference("Image 1: safari")).toBeVisible();
  });
  await test.step("a data URL in markup is attached", async () => {
    const other = `data:image/png;base64,${(await png(48, 48, 161)).toString("base64")}`;
    await composer.paste([], { "text/html": `<b><img src="${other}"></b><br>` });
    await expect(composer.reference("Image 2: picture")).toBeVisible();
  });
  await test.step("text with a drawing beside it is pasted as text", async () => {
    const texts = { "text/plain": "Hello words", "text/rtf": "{\\rtf1 Hello words}" };
    await composer.paste([{ name: "drawing.png", media: "image/png", bytes }], texts);
    await expect(composer.references).toHaveCount(2);
  });
  await test.step("a linked picture of this studio: attaches the picture, not the page", async () => {
    const src = await composer.references.first().locator("img").getAttribute("src");
    const { origin } = new URL(page.url());
    await composer.drop([], {
      "text/html": `<a href="${origin}/t/1"><img src="${origin}${src}"></a>`,
      "text/uri-list": `${origin}/t/1`,
    });
    await expect(composer.references).toHaveCount(2);
  });
  await test.step("an unavailable picture shows why", async () => {
    await composer.paste([], { "text/html": '<img src="blob:https://app.example/0b1c">' });
    await expect(page.getByText("exists only in the page it came from")).toBeVisible();
  });
});

test("the file picker lists JPEG first and no HEIC, and a HEIC file is refused by name", async ({
  page,
  consoleErrors,
}) => {
  consoleErrors.expect(refused(415));
  const composer = composerOf(page);
  await page.goto("/");
  const accept = await page.getByTestId("reference-files").getAttribute("accept");
  expect(accept).toMatch(/^image\/jpeg,/);
  expect(accept).not.toMatch(/hei[cf]/);
  const bytes = Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x10meta", "latin1");
  await composer.drop([{ name: "IMG_1.HEIC", media: "image/heic", bytes }]);
  await expect(composer.problem).toContainText("HEIC pictures can’t be read here");
});
