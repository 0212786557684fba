import type { Page } from "playwright/test";
import { IdentityProvider } from "../fixtures/identity-provider";
import { OWNER } from "../fixtures/studio";
import { expect, test } from "../fixtures/test";
import { refused } from "../fixtures/console-errors";
import { accountPages } from "../pages/account-pages";
import { homeHeading } from "../pages/home";

let provider: IdentityProvider;

test.use({
  isSignedIn: false,
  ownStudio: {
    env: async () => {
      provider = await IdentityProvider.open();
      return {
        AUTH_OIDC_ISSUER: provider.issuer,
        AUTH_OIDC_ID: "pentimento",
        AUTH_OIDC_SECRET: "canary-client-secret",
        AUTH_OIDC_NAME: "Atelier ID",
      };
    },
  },
});
test.afterEach(() => provider.close());

async function come(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Continue with Atelier ID" }).click();
}

async function leave(page: Page): Promise<void> {
  await accountPages(page).signOut();
  await page.waitForURL("/sign-in");
}

const inside = (page: Page) => homeHeading(page);
const alert = (page: Page, words: RegExp) => page.getByRole("alert").filter({ hasText: words });

test("signing in with an OpenID Connect provider works, and its failures are handled", async ({
  page,
  studio,
  consoleErrors,
}) => {
  // Requests while the page is being signed out.
  consoleErrors.expect(refused(401));
  const ada = { sub: "4711", email: OWNER.email, email_verified: true };

  await test.step("an unverified address signs in to no account", async () => {
    provider.claims = { ...ada, email_verified: false };
    await come(page);
    await expect(page).toHaveURL("/sign-in?error=email_unproven");
    await expect(alert(page, /can't confirm that it's yours/)).toBeVisible();
  });

  await test.step("a verified address signs in to the owner's account", async () => {
    provider.claims = ada;
    await come(page);
    await expect(page).toHaveURL("/");
    await expect(inside(page)).toBeVisible();
    const parameters = provider.requests.at(-1);
    expect(parameters?.get("redirect_uri")).toBe(`${studio.url}/api/auth/callback/oidc`);
    expect(parameters?.get("code_challenge_method")).toBe("S256");
    expect(parameters?.get("state")).toBeTruthy();
    expect(parameters?.get("nonce")).toBeTruthy();
  });

  await test.step("signing out ends the session", async () => {
    const cookies = await page.context().cookies();
    const header = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    await leave(page);
    const stolen = await fetch(`${studio.url}/api/studio`, { headers: { cookie: header } });
    expect(stolen.status).toBe(401);
  });

  await test.step("afterwards the provider's id identifies the account, not the address", async () => {
    provider.claims = { sub: "4711", email: "moved@example.org" };
    await come(page);
    await expect(inside(page)).toBeVisible();
    await leave(page);
  });

  await test.step("an unknown person learns that an invite is needed", async () => {
    provider.claims = { sub: "4712", email: "eve@example.org", email_verified: true, name: "Eve" };
    await come(page);
    await expect(alert(page, /need an invitation/)).toBeVisible();
  });

  await test.step("a denied and an unsolicited answer lead back to sign-in with a message", async () => {
    provider.isRefusing = true;
    await come(page);
    await expect(alert(page, /wasn't completed/)).toBeVisible();
    provider.isRefusing = false;
    await page.goto("/api/auth/callback/oidc?code=forged&state=forged");
    await expect(page).toHaveURL("/sign-in?error=provider_failed");
  });

  await test.step("extra parameters change neither the provider's request nor the return address", async () => {
    provider.claims = ada;
    await page.goto("/sign-in");
    const away = await page.evaluate(async () => {
      const csrf = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
      const body = { ...csrf, json: "true", callbackUrl: "https://evil.example/steal" };
      const path = "/api/auth/signin/oidc?redirect_uri=https://evil.example/&scope=everything";
      const init = { method: "POST", body: new URLSearchParams(body) };
      return ((await (await fetch(path, init)).json()) as { url: string }).url;
    });
    await page.goto(away);
    await expect(inside(page)).toBeVisible();
    expect(new URL(page.url()).origin).toBe(studio.url);
    expect(provider.requests.at(-1)?.get("redirect_uri")).toBe(
      `${studio.url}/api/auth/callback/oidc`,
    );
    expect(provider.requests.at(-1)?.get("scope")).toBe("openid email profile");
  });

  await test.step("a request without the CSRF token answers 403, an unknown provider 404", async () => {
    const post = (id: string) => page.request.post(`/api/auth/signin/${id}`, { form: {} });
    expect((await post("oidc")).status()).toBe(403);
    expect((await post("github")).status()).toBe(404);
    const listed = (await (await page.request.get("/api/auth/providers")).json()) as {
      oidc: { callbackUrl: string };
    };
    expect(listed.oidc.callbackUrl).toBe(`${studio.url}/api/auth/callback/oidc`);
    expect(studio.logs()).not.toContain("canary-client-secret");
  });
});
