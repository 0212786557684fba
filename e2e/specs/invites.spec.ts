import type { Page } from "playwright/test";
import { Api } from "../fixtures/api";
import { untilHydrated } from "../fixtures/hydration";
import { Team } from "../fixtures/team";
import { expect, test } from "../fixtures/test";
import { accountPages } from "../pages/account-pages";
import { composerOf } from "../pages/composer";
import { workspacePages } from "../pages/workspace-pages";

test.use({ kind: "sandbox" });

const GUEST = { name: "Nia", email: "nia@example.org", password: "a quiet harbour" };
const SIGNED_OUT = { cookies: [], origins: [] };
const VOID = "This invite is no longer valid";

test("a workspace is created by keyboard, and an invited person joins from another browser", async ({
  page,
  studio,
  otherBrowser,
  consoleErrors,
}) => {
  consoleErrors.expect(/status of 410/);
  const mine = workspacePages(page);
  await page.goto("/");
  await mine.make("Lantern House");
  await expect(page).toHaveURL("/settings/members");
  await expect(mine.switcher("Lantern House")).toBeVisible();
  await expect(mine.member("Ada")).toContainText("Owner");

  const link = await mine.inviteByLink("Member: makes pictures and joins shared threads");
  expect(new URL(link).pathname).toBe("/invite");
  await page.getByRole("button", { name: "Done" }).click();
  await expect(mine.openInvites).toContainText("By link");

  const theirs = await otherBrowser({ baseURL: studio.url, storageState: SIGNED_OUT });
  const requestedUrls: string[] = [];
  theirs.on("request", (request) => requestedUrls.push(request.url()));
  await theirs.goto(link);
  await test.step("the page names the workspace, the inviter and the role", async () => {
    await expect(theirs.getByRole("heading", { name: "Join Lantern House" })).toBeVisible();
    await expect(
      theirs.getByText(
        "Ada invited you as a member. You can make pictures and join shared threads.",
      ),
    ).toBeVisible();
  });
  await test.step("signing up there opens the workspace", async () => {
    await accountPages(theirs).enter(GUEST);
    await theirs.getByRole("button", { name: "Create account and join" }).click();
    await expect(workspacePages(theirs).switcher("Lantern House")).toBeVisible();
    await expect(composerOf(theirs).field).toBeEditable();
  });
  await test.step("no request URL contained the token", () => {
    const token = new URL(link).hash.slice(1);
    expect(requestedUrls.length).toBeGreaterThan(5);
    expect(requestedUrls.filter((url) => new URL(url).href.split("#")[0]?.includes(token))).toEqual(
      [],
    );
  });
  await test.step("the inviter sees the new member, and the invite disappears", async () => {
    await expect(mine.member("Nia")).toContainText("nia@example.org");
    await expect(mine.openInvites).toBeHidden();
  });
  await test.step("the link is used up", async () => {
    const late = await otherBrowser({ baseURL: studio.url, storageState: SIGNED_OUT });
    await late.goto(link);
    await expect(late.getByRole("alert").filter({ hasText: VOID })).toBeVisible();
  });
  await test.step("a role changed in the list persists after a reload", async () => {
    await mine.role("Nia").selectOption({ label: "Viewer" });
    await expect(mine.role("Nia")).toHaveValue("viewer");
    await expect(
      theirs.getByText("You can view this workspace but not make pictures."),
    ).toBeVisible();
    await page.reload();
    await expect(mine.role("Nia")).toHaveValue("viewer");
  });
});

test("an invite for another address says so and names it", async ({
  page,
  studio,
  otherBrowser,
}) => {
  const team = await Team.open(studio, "Atelier");
  const { token } = await team.owner.call("invites.create", {
    params: { workspaceId: team.id },
    body: { role: "viewer", email: "lin@example.org", usesMax: 1, hours: 72 },
  });
  await page.goto(`/invite#${token}`);
  await expect(page.getByText("This invite is for lin@example.org.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Join" })).toHaveCount(0);

  const theirs = await otherBrowser({ baseURL: studio.url, storageState: SIGNED_OUT });
  await theirs.goto(`/invite#${token}`);
  await expect(accountPages(theirs).email).toHaveValue("lin@example.org");
  await expect(accountPages(theirs).email).not.toBeEditable();
});

test("a person with an account signs in, returns to the invite and joins", async ({
  studio,
  otherBrowser,
}) => {
  const first = await Team.open(studio, "Loft");
  const second = await Team.open(studio, "Bottega");
  const gus = { name: "Gus", email: "gus@example.org", password: "a quiet harbour" };
  const inviteTo = (team: Team) =>
    team.owner.call("invites.create", {
      params: { workspaceId: team.id },
      body: { role: "member", email: null, usesMax: 1, hours: 72 },
    });
  await Api.byInvite(studio.url, { ...gus, token: (await inviteTo(first)).token });

  const page = await otherBrowser({ baseURL: studio.url, storageState: SIGNED_OUT });
  await page.goto(`/invite#${(await inviteTo(second)).token}`);
  await page.getByRole("link", { name: "Sign in" }).click();
  await accountPages(page).signIn(gus.email, gus.password);
  await expect(page).toHaveURL("/invite");
  await untilHydrated(page);
  await page.getByRole("button", { name: "Join" }).click();
  await expect(workspacePages(page).switcher("Bottega")).toBeVisible();
});

test("each tab keeps its workspace; a thread's link opens the thread's own", async ({
  page,
  context,
  studio,
}) => {
  const team = await Team.open(studio, "Loggia");
  const turn = await team.owner.createTurn({ prompt: "A lamp in the loggia" });
  const { switcher } = workspacePages(page);
  await page.goto("/");
  await composerOf(page).field.fill("At home");
  await expect(switcher("Ada")).toBeVisible();

  const second: Page = await context.newPage();
  await second.goto(`/t/${turn.threadId}`);
  await expect(workspacePages(second).switcher("Loggia")).toBeVisible();
  await second.getByRole("link", { name: "New thread" }).first().click();
  await expect(composerOf(second).field).toHaveValue("");

  await test.step("the first tab still creates threads in its own workspace", async () => {
    await page.bringToFront();
    await composerOf(page).submit("At home");
    await expect(page).toHaveURL(/\/t\//);
    const { threads } = await studio.api.call("threads.list", { query: {} });
    expect(threads.map(({ title }) => title)).toContain("At home");
    const there = await team.owner.call("threads.list", { query: {} });
    expect(there.threads.map(({ title }) => title)).not.toContain("At home");
  });
});

test("the owner transfers the workspace, leaves, and is back in the personal one", async ({
  page,
  studio,
  consoleErrors,
}) => {
  // Requests in the moment of leaving are refused.
  consoleErrors.expect(/status of 404/);
  const team = await Team.open(studio, "Studiolo");
  await team.invite("Kim", "member");
  await page.goto(`/w/${team.id}?next=/settings/workspace`);
  await expect(page.getByRole("button", { name: "Leave" })).toBeDisabled();
  await page.getByRole("button", { name: "Transfer" }).click();
  const question = page.getByRole("dialog", { name: "Transfer to Kim?" });
  await question.getByRole("button", { name: "Transfer" }).click();
  await expect(page.getByText("Your role here: Admin.")).toBeVisible();
  await page.getByRole("button", { name: "Leave" }).click();
  const leaving = page.getByRole("dialog", { name: "Leave Studiolo?" });
  await leaving.getByRole("button", { name: "Leave" }).click();
  await expect(page).toHaveURL("/");
  await expect(workspacePages(page).switcher("Ada")).toBeVisible();
});

test("typing its name deletes a workspace", async ({ page, studio, consoleErrors }) => {
  consoleErrors.expect(/status of 404/);
  const team = await Team.open(studio, "Cantina");
  await page.goto(`/w/${team.id}?next=/settings/workspace`);
  await page.getByRole("button", { name: "Delete workspace…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete Cantina?" });
  const confirm = dialog.getByRole("button", { name: "Delete permanently" });
  await dialog.getByRole("textbox").fill("Cantin");
  await expect(confirm).toBeDisabled();
  await dialog.getByRole("textbox").fill("Cantina");
  await confirm.click();
  await expect(page).toHaveURL("/");
  await expect(workspacePages(page).switcher("Ada")).toBeVisible();
});
