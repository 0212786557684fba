import type { Page } from "playwright/test";

export function viewerOf(page: Page) {
  const dialog = page.getByRole("dialog", { name: "Picture viewer" });
  const picture = dialog.locator(".react-transform-component img[alt]:not([alt=''])").first();
  const scaleOf = (index: number) =>
    dialog
      .locator(".react-transform-component")
      .nth(index)
      .evaluate((element) => getComputedStyle(element).transform);
  return {
    dialog,
    picture,
    details: dialog.getByRole("complementary", { name: "Details" }),
    lineage: dialog.getByRole("group", { name: "Lineage" }),
    filmstrip: dialog.getByRole("list", { name: "Pictures beside this one" }),
    slider: dialog.getByRole("slider", { name: "Border between the pictures" }),
    act: (name: string) => dialog.getByRole("button", { name, exact: true }).first(),
    /** Zoom factor relative to the fitted size. */
    scale: () =>
      dialog
        .locator(".react-transform-component")
        .first()
        .evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).a),
    /** The transforms of the two compared pictures. */
    transforms: async () => [await scaleOf(0), await scaleOf(1)],
  };
}
