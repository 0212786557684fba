import type { Page } from "playwright/test";

export function viewerOf(page: Page) {
  const dialog = page.getByRole("dialog", { name: "Picture viewer" });
  const picture = dialog.locator(".react-transform-component img[alt]:not([alt=''])").first();
  return {
    dialog,
    picture,
    details: dialog.getByRole("complementary", { name: "Details" }),
    /** Zoom factor relative to the fitted size. */
    scale: () =>
      dialog
        .locator(".react-transform-component")
        .evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).a),
  };
}
