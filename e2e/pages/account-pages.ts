import type { Page } from "playwright/test";
import { untilHydrated } from "../fixtures/hydration";

type Person = { name: string; email: string; password: string };

/** The welcome and sign-in pages and the account menu. */
export function accountPages(page: Page) {
  const name = page.getByRole("textbox", { name: "Name", exact: true });
  const email = page.getByRole("textbox", { name: "Email" });
  const password = page.getByRole("textbox", { name: "Password", exact: true });
  return {
    name,
    email,
    password,
    code: page.getByRole("textbox", { name: "Code from the terminal" }),
    openStudio: page.getByRole("button", { name: "Open the studio" }),

    async enter(person: Person): Promise<void> {
      await name.fill(person.name);
      await email.fill(person.email);
      await password.fill(person.password);
    },

    async signIn(address: string, secret: string): Promise<void> {
      const press = page.getByRole("button", { name: "Sign in" });
      // The previous page may have such fields too.
      await press.waitFor();
      await untilHydrated(page);
      await email.fill(address);
      await password.fill(secret);
      await press.click();
    },

    async signOut(): Promise<void> {
      await untilHydrated(page);
      await page.getByRole("button", { name: /this month|free/ }).click();
      await page.getByRole("menuitem", { name: "Sign out" }).click();
    },
  };
}
