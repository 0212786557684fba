import type { Page } from "playwright/test";

/** The gallery: its wall, search and views. */
export function galleryPage(page: Page) {
  const wall = page.locator("[data-wall]");
  const main = page.getByRole("main");
  const tile = (id: string) => page.locator(`[data-tile="${id}"] > [data-open]`);
  const idOf = (selector: string) =>
    page.evaluate(
      (query) => document.querySelector(query)?.closest("[data-tile]")?.getAttribute("data-tile"),
      selector,
    );
  const menuOf = async (id: string, name: string) => {
    await tile(id).hover();
    await page.locator(`[data-tile="${id}"]`).getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name }).click();
  };
  return {
    wall,
    tiles: page.locator("[data-tile] > [data-open]"),
    tile,
    count: main.locator("header h1 + span"),
    search: main.getByRole("combobox", { name: "Search pictures" }),
    chip: (filter: string) => main.getByRole("button", { name: `Remove ${filter}` }),
    scrubber: main.getByRole("slider", { name: "Scroll by date" }),
    view: (name: string) => main.getByRole("link", { name, exact: true }).first(),
    activeId: async () => (await idOf("[data-open]:focus")) ?? "",
    firstId: async () => (await idOf("[data-tile] [data-open]")) ?? "",
    menuOf,
    openInThread: (id: string) => menuOf(id, "Open in thread"),
    scrollBy: (pixels: number) => wall.evaluate((element, by) => element.scrollBy(0, by), pixels),
    /** Until nothing loads any more and the rows are where they stay. */
    settle: async () => {
      await page.waitForLoadState("networkidle");
    },
    /** The first picture that is wholly visible, and where it is on screen. */
    topTile: () =>
      wall.evaluate((element) => {
        const edge = element.getBoundingClientRect().top;
        const boxes = [...element.querySelectorAll("[data-tile]")].map((one) => ({
          id: one.getAttribute("data-tile") ?? "",
          left: Math.round(one.getBoundingClientRect().left),
          top: Math.round(one.getBoundingClientRect().top),
        }));
        const [first] = boxes
          .filter(({ top }) => top >= edge)
          .toSorted((a, b) => a.top - b.top || a.left - b.left);
        return first ?? { id: "", left: 0, top: 0 };
      }),
  };
}
