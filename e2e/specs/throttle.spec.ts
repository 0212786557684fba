import { withClient } from "@/scripts/database/connection";
import { OWNER } from "../fixtures/studio";
import { expect, test } from "../fixtures/test";
import { refused } from "../fixtures/console-errors";
import { accountPages } from "../pages/account-pages";
import { homeHeading } from "../pages/home";

/** Wrong passwords without a delay (lib/server/auth/password-failures.ts). */
const ALLOWED = 10;

test.use({ ownStudio: {}, isSignedIn: false });

test("after too many wrong passwords the form counts down, and then works again", async ({
  page,
  studio,
  consoleErrors,
}) => {
  consoleErrors.expect(refused(401));
  consoleErrors.expect(refused(429));
  const account = accountPages(page);
  const button = page.getByRole("button", { name: "Sign in" });
  const wait = page.getByRole("alert").filter({ hasText: /Try again in \d+:\d\d/ });
  await test.step("a request without next-auth's CSRF token is neither tried nor counted", async () => {
    for (const action of ["callback/credentials", "signout"]) {
      const data = { email: OWNER.email, password: "a wrong lamp", json: "true" };
      const answer = await page.request.post(`/api/auth/${action}`, { data });
      expect([answer.status(), await answer.json()]).toMatchObject([403, { code: "cross_origin" }]);
    }
  });
  await page.clock.install();
  await page.goto("/sign-in");

  for (let attempt = 0; attempt < ALLOWED; attempt += 1) {
    await account.signIn(OWNER.email, `a wrong lamp ${attempt}`);
    await expect(
      page.getByRole("alert").filter({ hasText: "Wrong email or password" }),
    ).toBeVisible();
    await expect(button).toBeEnabled();
  }
  // The correct password has to wait too, otherwise guessing would reveal it.
  await account.signIn(OWNER.email, OWNER.password);
  await expect(wait).toBeVisible();
  await expect(button).toBeDisabled();
  await expect(account.email).toHaveValue(OWNER.email);

  await test.step("the countdown continues, also in a tab that was suspended", async () => {
    const first = await wait.textContent();
    await expect(wait).not.toHaveText(first ?? "");
    await page.clock.fastForward("00:15");
    await expect(wait).toContainText(/in 0:[01]\d/);
  });

  await test.step("afterwards the form is enabled and the right password signs in", async () => {
    await page.clock.fastForward("00:30");
    await expect(wait).toBeHidden();
    await expect(button).toBeEnabled();
    // Tests cannot turn the server's clock, so clear its count.
    await withClient(studio.databaseUrl, (client) =>
      client.query('DELETE FROM "PasswordFailures"'),
    );
    await button.click();
    await expect(page).toHaveURL("/");
    await expect(homeHeading(page)).toBeVisible();
  });
});
