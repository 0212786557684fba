import type { Page } from "playwright/test";

/** Settings of the account, and the account button in the sidebar. */
export function profilePages(page: Page) {
  const dialog = page.getByRole("dialog");
  return {
    /** The account button. */
    accountButton: page.getByRole("button", { name: /this month|free/ }),
    /** Its profile picture, if any. */
    avatar: page
      .getByRole("button", { name: /this month|free/ })
      .locator('[style*="/api/avatars/"]'),
    name: page.getByRole("textbox", { name: "Name", exact: true }),
    save: page.getByRole("button", { name: "Save" }),
    picture: page.getByLabel("Profile picture"),
    choice: (label: string) => page.getByRole("main").getByText(label, { exact: true }),
    download: page.getByRole("link", { name: "Download" }),
    sessions: page.getByRole("main").getByRole("listitem").filter({ hasText: "signed in" }),
    endOne: page.getByRole("button", { name: /^Sign out (?!everywhere|all others)/ }),

    async signOutEverywhere(): Promise<void> {
      await page.getByRole("main").getByRole("button", { name: "Sign out everywhere" }).click();
      await dialog.getByRole("button", { name: "Sign out everywhere" }).click();
    },

    async changeEmail(email: string, password: string): Promise<void> {
      await page.getByRole("button", { name: "Change address" }).click();
      await dialog.getByRole("textbox", { name: "New address" }).fill(email);
      await dialog.getByRole("textbox", { name: "Current password" }).fill(password);
      await dialog.getByRole("button", { name: "Change address" }).click();
    },

    /** The dialog that deletes the account. */
    deleteDialog: {
      open: page.getByRole("button", { name: "Delete account…" }),
      handOver: dialog.getByRole("radio", { name: /^Give all threads/ }),
      heir: dialog.getByRole("combobox", { name: "New owner" }),
      typed: dialog.getByRole("textbox", { name: /^Type .+ to confirm$/ }),
      password: dialog.getByRole("textbox", { name: "Current password" }),
      submit: dialog.getByRole("button", { name: "Delete account" }),
    },
  };
}
