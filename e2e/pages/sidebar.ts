import type { Page } from "@playwright/test";

/** The threads at the window's left, and what can be done with each. */
export function sidebarOf(page: Page) {
  const threads = page.getByRole("navigation", { name: "Threads" });
  const link = (title: string) => threads.getByRole("link", { name: title });
  return {
    threads,
    link,
    search: page.getByRole("searchbox", { name: "Search threads" }),
    /** Where a thread is renamed in place. */
    title: threads.getByRole("textbox", { name: "Title" }),
    /** The threads under one heading, such as "Pinned". */
    under: (heading: string) =>
      threads.locator("section", { has: page.getByRole("heading", { name: heading }) }),

    /** Chooses from the menu behind a row's three dots. */
    async choose(title: string, entry: string): Promise<void> {
      await link(title).hover();
      await threads.getByRole("button", { name: `More for ${title}` }).click();
      await page.getByRole("menuitem", { name: entry }).click();
    },

    /** The toast's way back. */
    undo: page.getByRole("button", { name: "Undo" }),
  };
}
