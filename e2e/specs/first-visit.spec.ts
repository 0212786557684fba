import { OWNER } from "../fixtures/studio";
import { expect, test } from "../fixtures/test";
import { refused } from "../fixtures/console-errors";
import { accountPages } from "../pages/account-pages";
import { homeHeading } from "../pages/home";

test.use({ ownStudio: { hasOwner: false }, isSignedIn: false });

test("the first visit creates the owner, who can sign out and in again", async ({
  page,
  studio,
  consoleErrors,
}) => {
  consoleErrors.expect(refused(422));
  consoleErrors.expect(refused(401));
  const account = accountPages(page);

  await test.step("the first visitor is led to the welcome page, without a code on the same machine", async () => {
    await page.goto("/");
    await expect(page).toHaveURL("/welcome");
    await expect(account.code).toBeHidden();
  });

  await test.step("a common password is refused, and the fields keep their values", async () => {
    await account.enter({ ...OWNER, password: "password2024!" });
    await account.openStudio.click();
    await expect(account.password).toHaveAccessibleDescription(/too easy to guess/);
    await expect(account.name).toHaveValue(OWNER.name);
    const setup = await page.request.get("/api/setup");
    expect(await setup.json()).toMatchObject({ isNeeded: true });
  });

  await test.step("a good password opens the studio", async () => {
    await account.password.fill(OWNER.password);
    await account.openStudio.click();
    await expect(page).toHaveURL("/");
    await expect(homeHeading(page)).toBeVisible();
  });

  await test.step("no second owner can be created", async () => {
    const second = await page.request.post("/api/setup", {
      data: { name: "Eve", email: "eve@example.org", password: "another lamp entirely" },
    });
    expect(second.status()).toBe(409);
    expect(await second.json()).toMatchObject({ code: "already_set_up" });
  });

  await test.step("signing out ends the session on the server", async () => {
    const cookies = await page.context().cookies();
    const header = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    await account.signOut();
    await expect(page).toHaveURL("/sign-in");
    const stolen = await fetch(`${studio.url}/api/studio`, { headers: { cookie: header } });
    expect(stolen.status).toBe(401);
    await page.goto("/");
    await expect(page).toHaveURL(/\/sign-in/);
  });

  await test.step("a wrong password is refused, the right one signs in", async () => {
    await account.signIn(OWNER.email, "not the lamp at all");
    await expect(
      page.getByRole("alert").filter({ hasText: "Wrong email or password" }),
    ).toBeVisible();
    await account.signIn(OWNER.email, OWNER.password);
    await expect(page).toHaveURL("/");
    await expect(homeHeading(page)).toBeVisible();
  });
});
