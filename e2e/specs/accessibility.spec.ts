import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright/test";
import { SETTINGS_ENTRIES } from "@/components/settings/settings-entries";
import { enterPath } from "@/lib/contracts/workspace-choice";
import { picture, words } from "../fixtures/answers";
import { Team } from "../fixtures/team";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";

/** Fails on serious and critical axe violations: all rules in light, contrast in dark. */
async function expectAccessible(
  page: Page,
  screen: string,
  { part = "html", except }: { part?: string; except?: string } = {},
): Promise<void> {
  const axe = () => {
    // Without a selector for each element that passes, a run takes a third less.
    const builder = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).include(part);
    return except === undefined ? builder : builder.exclude(except);
  };
  await page.emulateMedia({ colorScheme: "light" });
  await look(page, `${screen}, light`, axe().withTags(TAGS));
  await page.emulateMedia({ colorScheme: "dark" });
  const contrast = axe().withRules("color-contrast");
  await look(page, `${screen}, dark`, contrast);
}

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Legacy mode checks one frame, which is all that our pages have, and avoids a blank page per run. */
async function look(page: Page, screen: string, axe: AxeBuilder): Promise<void> {
  const { violations, passes } = await axe.setLegacyMode(true).analyze();
  // A page that was not checked has no violations either.
  expect(passes.length, `${screen} ${page.url()}`).toBeGreaterThan(0);
  const serious = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, html }) => `${id}: ${target.join(" ")} ${html}`),
    );
  expect.soft(serious, screen).toEqual([]);
}

const SETTINGS = [
  ...SETTINGS_ENTRIES.map(({ href }) => href),
  ...["workspaces", "jobs", "storage", "audit"].map((name) => `/settings/instance/${name}`),
];

/** Pages without a session; the tokens belong to invalid links. */
const SIGNED_OUT = [
  "/sign-in",
  "/sign-in/link#old",
  "/sign-up",
  "/sign-up/finish#old",
  "/forgot-password",
  "/reset-password#old",
  "/reset-password",
  "/confirm-email#old",
  "/invite#old",
];

test("axe finds no serious violation in the studio", async ({ page, studio }) => {
  test.setTimeout(120_000);
  const { upstream } = studio;
  upstream.script([
    await picture(91),
    words("I would rather not."),
    { ...(await picture(92)), gate: "waiting" },
  ]);
  const composer = composerOf(page);
  const thread = threadPage(page);
  await page.goto("/");
  await expect(composer.field).toBeVisible();
  await expectAccessible(page, "new thread");

  await composer.submit("A garden wall");
  await expect(thread.pictures).toHaveCount(1);
  await expect(thread.versions.getByRole("treeitem")).toHaveCount(1);
  await expectAccessible(page, "thread with a picture");

  await composer.submit("with a cat");
  await expect(thread.failure).toBeVisible();
  await expectAccessible(page, "failed");

  await composer.submit("with a dog");
  await upstream.reached("waiting");
  await expect(thread.waiting).toBeVisible();
  await expectAccessible(page, "waiting");
  upstream.release("waiting");
  await expect(thread.pictures).toHaveCount(2);

  await thread.pictureOf("A garden wall").click();
  const viewer = page.getByRole("dialog", { name: "Picture viewer" });
  await expect(viewer.getByRole("img", { name: "A garden wall" }).first()).toBeVisible();
  await expectAccessible(page, "viewer");
  await page.keyboard.press("Escape");
  await expect(viewer).toBeHidden();

  await page.keyboard.press("Control+k");
  await expect(
    page.getByRole("dialog", { name: "Command palette" }).getByRole("option").first(),
  ).toBeVisible();
  await expectAccessible(page, "palette");
  await page.keyboard.press("Escape");
});

test("axe finds no serious violation in the settings", async ({ page, studio }) => {
  test.setTimeout(120_000);
  // A workspace in which no list is empty.
  const team = await Team.open(studio, "Atelier of the long and winding harbour road");
  await team.invite("Ben", "viewer");
  await team.owner.call("invites.create", {
    params: { workspaceId: team.id },
    body: { role: "member", email: "chiara@example.org", usesMax: 1, hours: 24 },
  });
  await team.owner.call("tokens.create", {
    body: { name: "Script", workspaceId: team.id, scopes: ["read"], expiresInDays: 30 },
  });
  studio.upstream.script([await picture(93)]);
  const turn = await team.owner.createTurn({ prompt: "A harbour wall" });
  const made = turn.generations[0]?.id ?? "";
  await expect.poll(() => studio.storedState(made)).toBe("succeeded");

  await page.goto(enterPath(team.id, "/settings"));
  for (const path of SETTINGS) {
    await page.locator(`nav a[href="${path}"]`).click();
    await expect(page.locator(`nav a[href="${path}"][aria-current=page]`)).toBeVisible();
    await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
    await expect(page.locator("[aria-busy=true], [role=status]:text('Loading')")).toHaveCount(0);
    // The shell is the same on all pages.
    await expectAccessible(page, path, { part: "main" });
  }
});

test.describe("signed out", () => {
  test.use({ isSignedIn: false });

  test("axe finds no serious violation on the signed-out pages", async ({
    page,
    consoleErrors,
  }) => {
    test.setTimeout(120_000);
    // The invite is invalid.
    consoleErrors.expect(/status of 410/);
    for (const path of SIGNED_OUT) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(page, path);
    }
    await page.goto("/docs/api");
    await expect(page.getByRole("article").first()).toBeVisible();
    // A hundred operations share one layout, so one per group is enough.
    await expectAccessible(page, "/docs/api", { except: "article ~ article" });
  });
});

test.describe("on the first visit", () => {
  test.use({ ownStudio: { hasOwner: false }, isSignedIn: false });

  test("axe finds no serious violation on the welcome page", async ({ page }) => {
    await page.goto("/welcome");
    await expect(page.getByRole("button", { name: "Open the studio" })).toBeVisible();
    await expectAccessible(page, "welcome");
  });
});
