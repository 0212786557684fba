import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { png } from "../upstream/pictures";
import { dragFiles } from "../fixtures/drop-files";
import { makeZip } from "../../scripts/testing/zip";
import { expect, test } from "../fixtures/test";
import { galleryPage } from "../pages/gallery";

test.use({ ownStudio: { hasOwner: true } });

test("a ZIP is looked through, imported in the background, and recognised the second time", async ({
  page,
  consoleErrors,
}) => {
  consoleErrors.expect(/status of 422/);
  const gallery = galleryPage(page);
  const dialog = page.getByRole("dialog", { name: "Import pictures" });
  const one = await png(64, 48, 20);
  const zip = (...more: { name: string; bytes: Uint8Array }[]) => ({
    name: "harbour.zip",
    mimeType: "application/zip",
    buffer: Buffer.from(makeZip([{ name: "one.png", bytes: one }, ...more])),
  });
  const choose = (file: ReturnType<typeof zip>) =>
    dialog.getByLabel("Choose a ZIP…").last().setInputFiles(file);
  await page.goto("/gallery?view=uploads");
  await page.getByRole("button", { name: "Import pictures" }).click();

  await test.step("what is no ZIP is refused, and nothing is kept", async () => {
    await choose({ ...zip(), buffer: Buffer.from("no archive") });
    await expect(dialog.getByRole("alert")).toHaveText("This is not a ZIP file.");
  });

  await test.step("a dry run tells what is new and what cannot be read", async () => {
    const two = { name: "two.png", bytes: await png(48, 64, 200) };
    await choose(zip(two, { name: "notes.txt", bytes: Buffer.from("words") }));
    await expect(dialog).toContainText("2 new pictures");
    await expect(dialog).toContainText("1 file can't be imported");
    await expect(dialog).toContainText("notes.txt");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(gallery.tiles).toHaveCount(0);
  });

  await test.step("it waits for its start while the dialog is closed", async () => {
    await page.getByRole("button", { name: "Import pictures" }).click();
    await dialog.getByRole("button", { name: "Import 2 pictures" }).click();
    await expect(dialog).toContainText("2 pictures were imported.");
    await dialog.getByRole("button", { name: "Import another" }).click();
    await choose(zip());
    await expect(dialog).toContainText("No new pictures");
    await expect(dialog).toContainText("1 picture is here already");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.getByRole("button", { name: "Import another" }).click();
  });

  await test.step("a folder goes the same way, chosen or dropped", async () => {
    const folder = path.join(test.info().outputPath(), "trip");
    await mkdir(path.join(folder, "night"), { recursive: true });
    await writeFile(path.join(folder, "one.png"), one);
    await writeFile(path.join(folder, "night", "three.png"), await png(40, 40, 90));
    await writeFile(path.join(folder, "notes.txt"), "words");
    await dialog.locator("input[webkitdirectory]").setInputFiles(folder);
    await expect(dialog).toContainText("1 new picture");
    await expect(dialog).toContainText("1 picture is here already");
    await expect(dialog).toContainText("1 other file is no picture");
    await dialog.getByRole("button", { name: "Import 1 picture" }).click();
    await expect(dialog).toContainText("1 picture was imported.");
    await dialog.getByRole("button", { name: "Import another" }).click();
    await writeFile(path.join(folder, "night", "four.png"), await png(44, 44, 140));
    const box = await dialog.getByText("A folder or a ZIP of pictures").boundingBox();
    if (!box) throw new Error("no box to drop on");
    const { drop } = await dragFiles(page, [folder], { x: box.x + 20, y: box.y + 5 });
    await drop();
    await expect(dialog).toContainText("1 new picture");
    await expect(dialog).toContainText("2 pictures are here already");
    await expect(dialog).toContainText("1 other file is no picture");
    await dialog.getByRole("button", { name: "Import 1 picture" }).click();
    await expect(dialog).toContainText("1 picture was imported.");
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(gallery.tiles).toHaveCount(4);
  });

  await test.step("what is dropped on the wall opens the dialog: a folder, a ZIP, a lone picture", async () => {
    const away = path.join(test.info().outputPath(), "away");
    await mkdir(away, { recursive: true });
    const names = ["folder", "archive", "lone"];
    const [inFolder, inArchive, lone] = await Promise.all(
      names.map((_, index) => png(52 + index, 44, 30 + index)),
    );
    if (!inFolder || !inArchive || !lone) throw new Error("three pictures");
    await writeFile(path.join(away, "five.png"), inFolder);
    const archive = path.join(test.info().outputPath(), "away.zip");
    await writeFile(archive, makeZip([{ name: "six.png", bytes: inArchive }]));
    const picture = path.join(test.info().outputPath(), "seven.png");
    await writeFile(picture, lone);
    for (const file of [away, archive, picture]) {
      const { drop } = await dragFiles(page, [file], { x: 700, y: 500 });
      await expect(page.getByText("Drop to import")).toBeVisible();
      await drop();
      await expect(page.getByText("Drop to import")).toBeHidden();
      await expect(dialog).toContainText("1 new picture");
      await dialog.getByRole("button", { name: "Import 1 picture" }).click();
      await expect(dialog).toContainText("1 picture was imported.");
      await dialog.getByRole("button", { name: "Done" }).click();
      await expect(dialog).toBeHidden();
    }
    await expect(gallery.tiles).toHaveCount(7);
  });

  await test.step("under a dialog a drop does nothing, and the page stays", async () => {
    await page.getByRole("button", { name: "Import pictures" }).click();
    await expect(dialog).toBeVisible();
    const file = path.join(test.info().outputPath(), "seven.png");
    const { drop } = await dragFiles(page, [file], { x: 20, y: 700 });
    await drop();
    await expect(dialog.getByText("A folder or a ZIP of pictures")).toBeVisible();
    await expect(page).toHaveURL(/view=uploads/);
  });
});
