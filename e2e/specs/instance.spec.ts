import { readFile } from "node:fs/promises";
import { picture, refusal } from "../fixtures/answers";
import { Team } from "../fixtures/team";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { instancePages } from "../pages/instance-pages";
import { sidebarOf } from "../pages/sidebar";

test("suspending a member signs them out, keeps their picture and is logged", async ({
  page,
  studio,
  otherBrowser,
  consoleErrors,
}) => {
  consoleErrors.expect(/status of 401/);
  const team = await Team.open(studio, "Atelier");
  const ben = await team.invite("Benno", "member");
  const bens = await otherBrowser({ storageState: ben.storageState, baseURL: ben.url });
  studio.upstream.script([{ ...(await picture(71)), gate: "held" }]);
  const turn = await ben.createTurn({ prompt: "A secret garden" });
  await studio.upstream.reached("held");
  await bens.goto("/");
  await expect(sidebarOf(bens).link("A secret garden")).toBeVisible();
  const { open, row, act, notice } = instancePages(page);

  await test.step("the instance owner sees the job, but not its prompt", async () => {
    await open("jobs");
    const job = row("Benno");
    await expect(job).toContainText("private");
    await expect(job).toContainText("Atelier");
    await expect(page.getByRole("main").first()).not.toContainText("secret garden");
  });

  await test.step("a suspension ends the member's session at once", async () => {
    await open("people");
    await act("Benno", "Suspend…", "Suspend");
    await expect(row("Benno")).toContainText("Suspended");
    await expect(bens).toHaveURL(/\/sign-in/);
    expect((await ben.send("GET", "/api/studio")).status).toBe(401);
  });

  await test.step("the call in progress finishes and its picture is kept", async () => {
    studio.upstream.release("held");
    const id = turn.generations[0]?.id ?? "";
    await expect.poll(() => studio.storedState(id)).toBe("succeeded");
  });

  await test.step("the owner lifts the suspension", async () => {
    await act("Benno", "Restore");
    await expect(notice("Benno restored")).toBeVisible();
    await expect(row("Benno")).not.toContainText("Suspended");
  });

  await test.step("the log records both acts, and its filters find them", async () => {
    await open("audit");
    await expect(row("Account restored")).toContainText("Benno");
    await page.getByRole("combobox", { name: "Action" }).selectOption("account.suspended");
    await expect(row("Account restored")).toHaveCount(0);
    await page.getByRole("searchbox", { name: "Target" }).fill("nobody of this name");
    await expect(notice("Nothing matches these filters.")).toBeVisible();
    await page.getByRole("searchbox", { name: "Target" }).fill("ben");
    await expect(row("Account suspended")).toContainText("Ada");
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download CSV" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^pentimento-audit-\d{4}-\d\d-\d\d\.csv$/);
    const lines = (await readFile(await file.path(), "utf8")).trim().split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(",account.suspended,Ada,");
    expect(lines[1]).toContain(",account,Benno,");
  });
});

test("the owner retries a member's failed job with the keyboard", async ({ page, studio }) => {
  const team = await Team.open(studio, "Bottega");
  const ida = await team.invite("Ida", "member");
  studio.upstream.script([refusal(401, { message: "no", code: "invalid_api_key" })]);
  const turn = await ida.createTurn({ prompt: "A tower", visibility: "workspace" });
  await expect.poll(() => ida.stateOf(turn)).toBe("failed");
  const { open, row, notice } = instancePages(page);
  await open("jobs");
  await page.getByRole("radio", { name: /^In progress/ }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  const job = row("Ida");
  await expect(job).toContainText("A tower");
  await job.getByRole("button", { name: "Send again" }).press("Enter");
  await expect(notice("Queued again")).toBeVisible();
  await expect.poll(() => ida.stateOf(turn)).toBe("succeeded");
});

test("an account created by the owner gets a link to set its password", async ({
  page,
  studio,
  otherBrowser,
}) => {
  await instancePages(page).open("people");
  await page.getByRole("button", { name: "New account" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Nia");
  await dialog.getByRole("textbox", { name: "Email" }).fill("nia@example.org");
  await dialog.getByRole("button", { name: "Create account" }).click();
  const link = page.getByRole("textbox", { name: "Link" });
  await expect(link).toHaveValue(/\/reset-password#[\w-]{43}$/);
  const nias = await otherBrowser({ baseURL: studio.url });
  await nias.goto(await link.inputValue());
  await nias
    .getByRole("textbox", { name: /password/i })
    .first()
    .fill("a kite over the salt flats");
  await nias
    .getByRole("textbox", { name: /password/i })
    .first()
    .press("Enter");
  await expect(composerOf(nias).field).toBeEditable();
});

test.describe("a person who is not the instance owner", () => {
  test.use({ isSignedIn: false });
  test("finds no instance pages, and a member no audit log", async ({
    studio,
    otherBrowser,
    consoleErrors,
  }) => {
    consoleErrors.expect(/status of 404/);
    const team = await Team.open(studio, "Loggia");
    const gil = await team.invite("Gil", "member");
    const gils = await otherBrowser({ storageState: gil.storageState, baseURL: gil.url });
    for (const path of [
      "/settings/instance/people",
      "/settings/instance/audit",
      "/settings/audit",
    ]) {
      await gils.goto(path);
      await expect(gils.getByRole("heading", { name: "Page not found" })).toBeVisible();
    }
    const statuses = await Promise.all(
      ["/api/instance/people", "/api/instance/audit.csv", "/api/audit", "/api/audit.csv"].map(
        async (path) => (await gil.send("GET", path)).status,
      ),
    );
    expect(statuses).toEqual([404, 404, 403, 403]);
  });
});
