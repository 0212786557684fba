import type { Page } from "playwright/test";

/** Settings of the instance. */
export function instancePages(page: Page) {
  return {
    /** The row of a person, workspace, job or audit entry. */
    row: (text: string | RegExp) =>
      page.getByRole("row").filter({ hasText: text }).filter({ visible: true }),
    notice: (text: string) => page.getByText(text).first(),

    async open(tab: "people" | "workspaces" | "jobs" | "storage" | "audit"): Promise<void> {
      await page.goto(`/settings/instance/${tab}`);
    },

    /** Chooses from a person's menu and answers its confirmation. */
    async act(name: string, entry: string, answer?: string): Promise<void> {
      await page.getByRole("button", { name: `Actions for ${name}` }).click();
      await page.getByRole("menuitem", { name: entry }).click();
      if (answer === undefined) return;
      await page.getByRole("dialog").getByRole("button", { name: answer, exact: true }).click();
    },
  };
}
