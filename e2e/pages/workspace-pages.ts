import type { Page } from "playwright/test";
import { untilHydrated } from "../fixtures/hydration";

/** The workspace switcher, and the settings of a workspace and its members. */
export function workspacePages(page: Page) {
  const members = page.getByRole("list", { name: "Members" });
  return {
    /** The switcher, showing the current workspace. */
    switcher: (name: string) => page.getByRole("button", { name: `Workspace: ${name}` }),
    member: (name: string) => members.getByRole("listitem").filter({ hasText: name }),
    role: (name: string) => page.getByRole("combobox", { name: `Role of ${name}` }),
    openInvites: page.getByRole("region", { name: "Pending invites" }),

    /** Creates a workspace with the keyboard. */
    async make(name: string): Promise<void> {
      await page.keyboard.press("ControlOrMeta+Shift+O");
      await page.getByRole("menu", { name: "Workspaces" }).waitFor();
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
      const dialog = page.getByRole("dialog", { name: "New workspace" });
      await dialog.getByRole("textbox", { name: "Name" }).fill(name);
      await page.keyboard.press("Enter");
      await page.waitForURL("**/settings/members");
      await untilHydrated(page);
    },

    /** Creates an invite link and returns the link shown. */
    async inviteByLink(role: string): Promise<string> {
      await page.getByRole("button", { name: "Invite", exact: true }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("combobox", { name: "Role" }).selectOption({ label: role });
      await dialog.getByRole("button", { name: "Create link" }).click();
      return dialog.getByRole("textbox", { name: "Link" }).inputValue();
    },
  };
}
