import type { OpenApiDocument } from "@/lib/contracts/openapi";
import { expect, test } from "../fixtures/test";

test("a token is created, shown once, used, and revoked", async ({ page, studio }) => {
  await page.goto("/settings/tokens");
  await page.getByRole("button", { name: "New token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Nightly script");
  await dialog.getByRole("checkbox", { name: /^Generate/ }).uncheck();
  await dialog.getByRole("checkbox", { name: /^Read/ }).uncheck();
  await dialog.getByRole("button", { name: "Create token" }).click();
  await expect(dialog.getByText("Choose at least one.")).toBeVisible();
  await dialog.getByRole("checkbox", { name: /^Read/ }).check();
  await dialog.getByRole("button", { name: "Create token" }).click();
  const token = await dialog.getByRole("textbox", { name: "Token" }).inputValue();
  expect(token).toMatch(/^pnt_[\w-]{43}$/);
  await dialog.getByRole("button", { name: "Done" }).click();
  const row = page.getByRole("row", { name: /Nightly script/ });
  await expect(row).toContainText("Read");
  await expect(row).toContainText("never");
  await page.reload();
  await expect(row).toBeVisible();
  expect(await page.content()).not.toContain(token);

  const request = (method: string, path: string, body?: unknown) =>
    fetch(studio.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    });
  expect((await request("GET", "/api/threads")).status).toBe(200);
  const refused = await request("POST", "/api/turns", {});
  expect([refused.status, await refused.json()]).toEqual([
    403,
    expect.objectContaining({ code: "wrong_scope", details: { scope: "generate" } }),
  ]);
  expect((await request("POST", "/api/tokens", {})).status).toBe(403);
  await page.reload();
  await expect(row).not.toContainText("never");

  await row.getByRole("button", { name: "Revoke Nightly script" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(row).toBeHidden();
  expect((await request("GET", "/api/threads")).status).toBe(401);
  const { status } = await studio.api.send("GET", "/api/threads");
  expect(status).toBe(200);
});

test("revoking a token ends its open stream", async ({ studio }) => {
  const { workspace, eventSeq } = await studio.api.call("studio.state");
  const { token, view } = await studio.api.call("tokens.create", {
    body: { name: "Ear", workspaceId: workspace.id, scopes: ["read"], expiresInDays: null },
  });
  const stream = await fetch(`${studio.url}/api/events?after=${eventSeq}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(stream.status).toBe(200);
  const ended = stream.text().then(
    () => true,
    () => true,
  );
  await studio.api.call("tokens.revoke", { params: { tokenId: view.id } });
  expect(await ended).toBe(true);
});

test.describe("without an account", () => {
  test.use({ isSignedIn: false });

  test("the API description is readable for people and programs", async ({ page, studio }) => {
    const response = await fetch(`${studio.url}/api/openapi.json`);
    const described = (await response.json()) as OpenApiDocument;
    expect(described.openapi).toBe("3.1.1");
    expect(described.servers).toEqual([{ url: studio.url }]);

    await page.goto("/docs/api#turns.create");
    await expect(page.locator("[id='turns.create']")).toBeInViewport();
    await expect(page.getByRole("article")).not.toHaveCount(0);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole("button", { name: "简体中文" }).click();
    await expect(page.getByRole("link", { name: "错误" })).toBeVisible();
    const narrow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(narrow).toBeLessThanOrEqual(0);
  });
});
