import type { Page } from "playwright/test";

/** Other people on a thread's page: who can see it, who is viewing it. */
export function togetherOn(page: Page) {
  const whoSees = page.getByRole("button", { name: /^Who can see this thread/ });
  return {
    /** Who else is viewing the thread. */
    alsoLooking: page.getByRole("button", { name: /^Also viewing/ }),
    /** The composer's visibility chip, before a thread exists. */
    whoWillSee: page.getByRole("button", { name: /^Visible to/ }),
    whoSees,
    lookOnly: page.getByText("You can view this workspace but not make pictures."),
    hidden: page.getByRole("heading", { name: "This thread is now private." }),

    async showTo(choice: string, opener = whoSees): Promise<void> {
      await opener.click();
      await page.getByRole("menuitemcheckbox", { name: choice }).click();
    },
  };
}
