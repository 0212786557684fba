import type { Page } from "@playwright/test";

/** Where whoever runs the studio looks after its people and its jobs. */
export function instancePages(page: Page) {
  return {
    /** One person, workspace, job or line of the log. */
    row: (text: string | RegExp) =>
      page.getByRole("row").filter({ hasText: text }).filter({ visible: true }),
    notice: (text: string) => page.getByText(text).first(),

    async open(tab: "people" | "workspaces" | "jobs" | "storage" | "audit"): Promise<void> {
      await page.goto(`/settings/instance/${tab}`);
    },

    /** Picks an entry of somebody's menu, and answers the question that it asks. */
    async act(name: string, entry: string, answer?: string): Promise<void> {
      await page.getByRole("button", { name: `Actions for ${name}` }).click();
      await page.getByRole("menuitem", { name: entry }).click();
      if (answer === undefined) return;
      await page.getByRole("dialog").getByRole("button", { name: answer, exact: true }).click();
    },
  };
}
