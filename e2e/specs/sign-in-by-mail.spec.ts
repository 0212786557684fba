import { linkIn, Mailbox } from "@/scripts/testing/mailbox";
import { OWNER } from "../fixtures/studio";
import { expect, test } from "../fixtures/test";
import { refused } from "../fixtures/console-errors";
import { accountPages } from "../pages/account-pages";
import { homeHeading } from "../pages/home";

let mailbox: Mailbox;

test.use({
  isSignedIn: false,
  ownStudio: {
    env: async (url) => {
      mailbox = await Mailbox.open();
      return {
        SMTP_URL: mailbox.url,
        MAIL_FROM: "Pentimento <studio@example.org>",
        PENTIMENTO_URL: url,
        SIGN_UP: "example.org",
      };
    },
  },
});
test.afterEach(() => mailbox.close());

test("a link from the mail signs in", async ({ page, studio, consoleErrors }) => {
  consoleErrors.expect(refused(410));
  // Requests while the page is being signed out.
  consoleErrors.expect(refused(401));
  const account = accountPages(page);
  let link = "";

  await test.step("known and unknown addresses get the same answer", async () => {
    await page.goto("/sign-in");
    await page.getByRole("button", { name: "Email me a link instead" }).click();
    for (const email of ["nobody@elsewhere.example", OWNER.email]) {
      await account.email.fill(email);
      await page.getByRole("button", { name: "Send link" }).click();
      await expect(page.getByRole("heading", { name: "Check your email" })).toBeFocused();
      await expect(page.getByText(email)).toBeVisible();
      if (email !== OWNER.email)
        await page.getByRole("button", { name: "another address" }).click();
    }
    link = linkIn(await mailbox.next(OWNER.email));
    expect(mailbox.mails).toEqual([]);
  });

  await test.step("opening the link does nothing; the click signs in", async () => {
    const looked = await page.request.get(link);
    expect(looked.ok()).toBe(true);
    await page.goto(link);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL("/");
    await expect(homeHeading(page)).toBeVisible();
  });

  await test.step("a used link offers to request another one", async () => {
    await account.signOut();
    await page.waitForURL("/sign-in");
    await page.goto(link);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("alert").filter({ hasText: "no longer works" })).toBeVisible();
    await page.getByRole("link", { name: "Request a new link" }).click();
    await expect(page).toHaveURL("/sign-in");
  });

  await test.step("no log contains the token", () => {
    expect(studio.logs()).not.toContain(new URL(link).hash.slice(1));
  });
});

test("a mailed link sets a new password and ends every other session", async ({
  page,
  otherBrowser,
  studio,
  consoleErrors,
}) => {
  consoleErrors.expect(refused(401));
  consoleErrors.expect(refused(422));
  const account = accountPages(page);
  const phone = await otherBrowser({ storageState: studio.storageState, baseURL: studio.url });
  await phone.goto("/");
  await expect(homeHeading(phone)).toBeVisible();

  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot password?" }).click();
  await expect(page).toHaveURL("/forgot-password");
  await account.email.fill(OWNER.email);
  await page.getByRole("button", { name: "Send link" }).click();
  await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible();
  await page.goto(linkIn(await mailbox.next(OWNER.email)));

  const password = page.getByRole("textbox", { name: "New password" });
  await password.fill("password2024!");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(password).toHaveAccessibleDescription(/too easy to guess/);
  await password.fill("another lamp entirely");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page).toHaveURL("/");
  await expect(homeHeading(page)).toBeVisible();

  // The open page is signed out.
  await expect(phone).toHaveURL(/\/sign-in/);
  const there = accountPages(phone);
  await there.signIn(OWNER.email, OWNER.password);
  await expect(
    phone.getByRole("alert").filter({ hasText: "Wrong email or password" }),
  ).toBeVisible();
  await there.signIn(OWNER.email, "another lamp entirely");
  await expect(homeHeading(phone)).toBeVisible();
});

test("an address of the allowed domain can sign up", async ({ page, consoleErrors }) => {
  consoleErrors.expect(refused(403));
  const account = accountPages(page);
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Create one" }).click();
  await expect(page).toHaveURL("/sign-up");
  await expect(page.getByText("For addresses at example.org.")).toBeVisible();
  await account.email.fill("eve@elsewhere.example");
  await page.getByRole("button", { name: "Send link" }).click();
  await expect(account.email).toHaveAccessibleDescription(
    /can't be created with this email domain/,
  );
  await account.email.fill("eve@example.org");
  await page.getByRole("button", { name: "Send link" }).click();
  await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible();

  await page.goto(linkIn(await mailbox.next("eve@example.org")));
  await account.name.fill("Eve");
  await account.password.fill("vermilion gesso 17");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL("/");
  await expect(homeHeading(page)).toBeVisible();
});
