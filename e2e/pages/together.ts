import type { Page } from "@playwright/test";

/** What a thread's page says of other people: who sees it, who is there, and what one may do oneself. */
export function togetherOn(page: Page) {
  const whoSees = page.getByRole("button", { name: /^Who sees this thread/ });
  return {
    /** Who else looks at the thread now. */
    alsoLooking: page.getByRole("button", { name: /^Also looking at this thread/ }),
    /** Of the composer, before a thread begins. */
    whoWillSee: page.getByRole("button", { name: /^Who will see it/ }),
    whoSees,
    lookOnly: page.getByText("You can look here but not make pictures."),
    hidden: page.getByRole("heading", { name: "This thread is private now." }),

    async showTo(choice: string, opener = whoSees): Promise<void> {
      await opener.click();
      await page.getByRole("menuitemcheckbox", { name: choice }).click();
    },
  };
}
