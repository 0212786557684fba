import type { Page } from "@playwright/test";

/** One picture and nothing else. */
export function viewerOf(page: Page) {
  const dialog = page.getByRole("dialog", { name: "Picture viewer" });
  const picture = dialog.locator(".react-transform-component img[alt]:not([alt=''])").first();
  return {
    dialog,
    picture,
    details: dialog.getByRole("complementary", { name: "Details" }),
    /** How many times its fitted size the picture is drawn. */
    scale: () =>
      dialog
        .locator(".react-transform-component")
        .evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).a),
  };
}
