import { expect, type Page } from "playwright/test";

type File = { name: string; media: string; bytes: Buffer };

export function composerOf(page: Page) {
  const region = page.getByRole("region", { name: "Composer" });
  const field = region.getByRole("textbox", { name: "Prompt" });
  const references = region.getByRole("list", { name: "Reference pictures" });
  return {
    region,
    field,
    send: region.getByRole("button", { name: "Send" }),
    /** Thumbnails of the references, in order. */
    references: references.getByRole("listitem"),
    reference: (name: string | RegExp) => references.getByRole("button", { name }),
    problem: region.getByRole("alert"),

    /** Types an instruction and sends it. */
    async submit(instruction: string): Promise<void> {
      await field.fill(instruction);
      await field.press("Enter");
    },

    /** Clicks one option of a chip's panel. */
    async choose(panel: string, tile: string): Promise<void> {
      const radio = page.getByRole("radio", { name: tile, exact: true });
      const dialog = page.getByRole("dialog", { name: panel });
      await dialog.locator("label", { has: radio }).click();
      // The number of variations is a single choice, so its panel closes.
      if (panel === "Variations") await expect(dialog).toBeHidden();
      else await expect(radio).toBeChecked();
    },

    async removeReference(number: number): Promise<void> {
      await references.getByRole("button", { name: `Remove image ${number}` }).click();
    },

    /** Drops files from outside onto the page. */
    async drop(files: File[], texts: Record<string, string> = {}): Promise<void> {
      const dataTransfer = await transferOf(page, files, texts);
      for (const type of ["dragenter", "dragover", "drop"]) {
        await page.dispatchEvent("main", type, { dataTransfer });
      }
    },

    /** Pastes files from the clipboard. */
    async paste(files: File[], texts: Record<string, string> = {}): Promise<void> {
      const clipboardData = await transferOf(page, files, texts);
      await field.evaluate((element, data) => {
        const options = { clipboardData: data, bubbles: true, cancelable: true };
        element.dispatchEvent(new ClipboardEvent("paste", options));
      }, clipboardData);
    },

    async addFromAddress(url: string): Promise<void> {
      await region.getByRole("button", { name: "Add a picture" }).click();
      await page.getByRole("menuitem", { name: "From a URL" }).click();
      const dialog = page.getByRole("dialog", { name: "Add a picture from a URL" });
      await dialog.getByRole("textbox", { name: "Picture URL" }).fill(url);
      await dialog.getByRole("button", { name: "Add", exact: true }).click();
    },
  };
}

function transferOf(page: Page, files: File[], texts: Record<string, string>) {
  const portable = files.map(({ name, media, bytes }) => ({
    name,
    media,
    base64: bytes.toString("base64"),
  }));
  return page.evaluateHandle(
    ({ portable: given, texts: words }) => {
      const transfer = new DataTransfer();
      for (const [type, text] of Object.entries(words)) transfer.setData(type, text);
      for (const { name, media, base64 } of given) {
        const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type: media }));
      }
      return transfer;
    },
    { portable, texts },
  );
}
