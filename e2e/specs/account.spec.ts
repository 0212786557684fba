import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { unzip } from "@/scripts/testing/unzip";
import type { Api } from "../fixtures/api";
import { GUEST_PASSWORD, Team } from "../fixtures/team";
import { expect, test } from "../fixtures/test";
import { refused } from "../fixtures/console-errors";
import { accountPages } from "../pages/account-pages";
import { profilePages } from "../pages/profile-pages";
import { png } from "../upstream/pictures";

test.use({ kind: "sandbox", isSignedIn: false });

const asPerson = (person: Api) => ({ storageState: person.storageState, baseURL: person.url });

test("a new name and avatar, the language and the theme appear in another browser", async ({
  studio,
  otherBrowser,
}) => {
  const team = await Team.open(studio);
  const ben = await team.invite("Ben", "member");
  const page = await otherBrowser(asPerson(ben));
  const second = await otherBrowser(asPerson(ben));
  await second.goto("/");
  await page.goto("/settings/profile");
  const profile = profilePages(page);

  await profile.name.fill("Ben Verdigris");
  await profile.save.click();
  await expect(profile.accountButton).toContainText("Ben Verdigris");
  await expect(profilePages(second).accountButton).toContainText("Ben Verdigris");

  await expect(profile.avatar).toHaveCount(0);
  const buffer = await png(120, 80, 200);
  await profile.picture.setInputFiles({ name: "me.png", mimeType: "image/png", buffer });
  await expect(profile.avatar).toHaveCount(1);
  await expect(profilePages(second).avatar).toHaveCount(1);
  const { user } = await ben.call("studio.state");
  const seen = await team.owner.send("GET", `/api/avatars/${user.id}`);
  expect([seen.status, seen.media]).toEqual([200, "image/webp"]);

  await profile.choice("Dark").click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await profile.choice("简体中文").click();
  await expect(page.getByRole("heading", { name: "个人资料" })).toBeVisible();
  await expect.poll(async () => (await ben.call("account.profile")).language).toBe("zh");
  await second.reload();
  await expect(second.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(second.locator("html")).toHaveAttribute("lang", "zh-Hans");
});

test("a missing avatar answers 204 to a teammate and 401 without a session", async ({
  studio,
  otherBrowser,
}) => {
  const team = await Team.open(studio);
  const ben = await team.invite("Ben", "member");
  const page = await otherBrowser(asPerson(ben));
  const answered = page.waitForResponse(/\/api\/avatars\//);
  await page.goto("/settings/members");
  expect((await answered).status()).toBe(204);
  const nobody = await fetch(`${studio.url}/api/avatars/${crypto.randomUUID()}`);
  expect(nobody.status).toBe(401);
});

test("ending another session signs its browser out at once", async ({
  studio,
  otherBrowser,
  consoleErrors,
}) => {
  // The ended session's stream, and its tab's last request.
  consoleErrors.expect(refused(401));
  const team = await Team.open(studio);
  const ben = await team.invite("Ben", "member");
  const { user } = await ben.call("studio.state");
  const second = await otherBrowser({ baseURL: ben.url });
  await second.goto("/sign-in");
  await accountPages(second).signIn(user.email, GUEST_PASSWORD);
  await expect(profilePages(second).accountButton).toBeVisible();

  const page = await otherBrowser(asPerson(ben));
  await page.goto("/settings/sessions");
  const { sessions, endOne, signOutEverywhere } = profilePages(page);
  await expect(sessions).toHaveCount(2);
  await expect(sessions.first()).toContainText("this device");
  await endOne.click();
  await expect(second).toHaveURL(/\/sign-in/);
  await expect(sessions).toHaveCount(1);

  await accountPages(second).signIn(user.email, GUEST_PASSWORD);
  await expect(profilePages(second).accountButton).toBeVisible();
  await signOutEverywhere();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(second).toHaveURL(/\/sign-in/);
});

test("the account's export is a ZIP with the stored originals", async ({
  studio,
  otherBrowser,
}) => {
  const team = await Team.open(studio);
  const ben = await team.invite("Ben", "member");
  const turn = await ben.createTurn({ prompt: "A ferry in the fog" });
  await expect.poll(() => ben.stateOf(turn)).toBe("succeeded");
  const { path } = await ben.page(turn.threadId);
  const image = path[0]?.generations[0]?.images[0];
  const original = await ben.send("GET", `/api/images/${image?.id}/original`);

  const page = await otherBrowser(asPerson(ben));
  await page.goto("/settings/profile");
  const coming = page.waitForEvent("download");
  await profilePages(page).download.click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^pentimento-\d{4}-\d\d-\d\d\.zip$/);
  const files = unzip(await readFile(await download.path()));
  const sums = [...files.values()].map((it) => createHash("sha256").update(it).digest("hex"));
  expect(sums).toContain(createHash("sha256").update(original.bytes).digest("hex"));
  const thread = [...files].find(([name]) => /^threads\/.+\.md$/.test(name));
  expect(thread?.[1].toString("utf8")).toContain("> A ferry in the fog");
});

test("deleting an account hands its threads to the chosen person and prevents signing in", async ({
  studio,
  otherBrowser,
  consoleErrors,
}) => {
  consoleErrors.expect(refused(401));
  const team = await Team.open(studio, "Quay");
  const ben = await team.invite("Ben", "member");
  const { user } = await ben.call("studio.state");
  const turn = await ben.createTurn({ prompt: "A crane", visibility: "private" });
  await expect.poll(() => ben.stateOf(turn)).toBe("succeeded");

  const page = await otherBrowser(asPerson(ben));
  await page.goto("/settings/profile");
  const { deleteDialog } = profilePages(page);
  await deleteDialog.open.click();
  await deleteDialog.handOver.check();
  await expect(deleteDialog.heir).toHaveValue(/.+/);
  await expect(deleteDialog.submit).toBeDisabled();
  await deleteDialog.typed.fill(user.email);
  await deleteDialog.password.fill("not the password");
  await deleteDialog.submit.click();
  await expect(page.getByText("The current password is wrong.")).toBeVisible();
  await deleteDialog.password.fill(GUEST_PASSWORD);
  await deleteDialog.submit.click();
  await expect(page).toHaveURL(/\/sign-in/);
  await accountPages(page).signIn(user.email, GUEST_PASSWORD);
  await expect(page.getByText("Wrong email or password.")).toBeVisible();

  const { thread, path } = await team.owner.page(turn.threadId);
  expect(thread.createdBy.name).toBe("Ada");
  expect(path[0]?.createdBy.name).toBe("Former member");
  const { members } = await team.owner.call("members.list", { params: { workspaceId: team.id } });
  expect(members).toHaveLength(1);
});
