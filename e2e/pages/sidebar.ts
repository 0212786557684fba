import type { Page } from "playwright/test";

/** The thread list and its actions. */
export function sidebarOf(page: Page) {
  const threads = page.getByRole("navigation", { name: "Threads" });
  const link = (title: string) => threads.getByRole("link", { name: title });
  return {
    threads,
    link,
    search: page.getByRole("searchbox", { name: "Search threads" }),
    /** The field that renames a thread in place. */
    title: threads.getByRole("textbox", { name: "Title" }),
    /** Threads under a heading such as "Pinned". */
    under: (heading: string) =>
      threads.locator("section", { has: page.getByRole("heading", { name: heading }) }),

    /** Chooses from a row's menu. */
    async choose(title: string, entry: string): Promise<void> {
      await link(title).hover();
      await threads.getByRole("button", { name: `More actions for ${title}` }).click();
      await page.getByRole("menuitem", { name: entry }).click();
    },

    undo: page.getByRole("button", { name: "Undo" }),
  };
}
