import { expect, test } from "../fixtures/test";
import { UNREACHABLE } from "../fixtures/console-errors";

test("a page whose files failed to load recovers when the studio answers again", async ({
  page,
  studio,
  consoleErrors,
}) => {
  consoleErrors.expect(UNREACHABLE);
  consoleErrors.expect(/ChunkLoadError|Failed to load chunk/);
  await page.goto("/settings/profile");
  const links = page.getByRole("navigation", { name: "Settings" });
  await expect(links).toBeVisible();
  // The new page's files are blocked, the server's replies are not.
  await page.route("**/_next/static/chunks/**", (route) => route.abort());
  await page.route("**/healthz", (route) => route.abort());
  await links.getByRole("link", { name: "Usage" }).click();
  const trouble = page.getByRole("heading", { name: "Something went wrong" });
  await expect(trouble).toBeVisible();
  await page.unrouteAll();
  await expect(page.getByRole("heading", { name: "Usage", exact: true })).toBeVisible();
  await expect(trouble).toBeHidden();
  expect(studio.upstream.calls()).toHaveLength(0);
});
