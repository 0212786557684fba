import type { Page } from "@playwright/test";

/** Other people on a thread's page: who can see it, who is viewing it. */
export function togetherOn(page: Page) {
  const whoSees = page.getByRole("button", { name: /^Who sees this thread/ });
  return {
    /** Who else is viewing the thread. */
    alsoLooking: page.getByRole("button", { name: /^Also looking at this thread/ }),
    /** The composer's visibility chip, before a thread exists. */
    whoWillSee: page.getByRole("button", { name: /^Who will see it/ }),
    whoSees,
    lookOnly: page.getByText("You can view this workspace but not make pictures."),
    hidden: page.getByRole("heading", { name: "This thread is now private." }),

    async showTo(choice: string, opener = whoSees): Promise<void> {
      await opener.click();
      await page.getByRole("menuitemcheckbox", { name: choice }).click();
    },
  };
}
