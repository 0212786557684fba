import type { Page } from "playwright/test";
import type { Api } from "../fixtures/api";
import { Team } from "../fixtures/team";
import { expect, test } from "../fixtures/test";
import { composerOf } from "../pages/composer";
import { galleryPage } from "../pages/gallery";
import { sidebarOf } from "../pages/sidebar";
import { threadPage } from "../pages/thread-page";
import { togetherOn } from "../pages/together";

test.use({ kind: "sandbox", isSignedIn: false });

type OtherBrowser = (options?: {
  storageState: Api["storageState"];
  baseURL: string;
}) => Promise<Page>;

const browserOf = (otherBrowser: OtherBrowser, person: Api): Promise<Page> =>
  otherBrowser({ storageState: person.storageState, baseURL: person.url });

test("two people work in one thread; one is demoted and then removed", async ({
  studio,
  otherBrowser,
  consoleErrors,
}) => {
  // Requests in the moment of the removal are refused, including a reconnecting stream.
  consoleErrors.expect(/status of 404/);
  const team = await Team.open(studio, "Atelier");
  const ben = await team.invite("Ben", "member");
  const adas = await browserOf(otherBrowser, team.owner);
  const bens = await browserOf(otherBrowser, ben);
  await bens.goto("/");
  await adas.goto("/");

  await test.step("a visible thread appears in the colleague's list", async () => {
    const { showTo, whoWillSee } = togetherOn(adas);
    await expect(whoWillSee).toHaveAccessibleName("Visible to: Private");
    await showTo("Everyone in Atelier", whoWillSee);
    await composerOf(adas).submit("A harbour in the morning");
    await expect(threadPage(adas).pictures).toHaveCount(1);
    await sidebarOf(bens).link("A harbour in the morning").click();
    await expect(threadPage(bens).turn("A harbour in the morning")).toContainText("Ada");
  });

  await test.step("each sees the other's presence", async () => {
    await expect(togetherOn(adas).alsoLooking).toHaveAccessibleName(/: Ben$/);
    await expect(togetherOn(bens).alsoLooking).toHaveAccessibleName(/: Ada$/);
  });

  await test.step("both see a new turn with its author's name", async () => {
    await composerOf(bens).submit("Make it night");
    for (const page of [adas, bens]) {
      await expect(threadPage(page).pictures).toHaveCount(2);
      await expect(threadPage(page).turn("Make it night")).toContainText("Ben");
      await expect(threadPage(page).turn("A harbour")).toContainText("Ada");
    }
  });

  await test.step("the wall is live for both, and the rights of a collection hold", async () => {
    const wall = galleryPage(bens);
    await bens.getByRole("link", { name: "Gallery" }).click();
    await expect(wall.tiles).toHaveCount(2);
    await composerOf(adas).submit("Add gulls");
    await expect(wall.tiles).toHaveCount(3);
    const [newest] = (await team.owner.call("images.list", { query: {} })).images;
    if (!newest) throw new Error("no picture");
    const params = { imageId: newest.id };
    await team.owner.call("images.trash", { params, body: {} });
    await expect(wall.tile(newest.id)).toHaveCount(0);
    await team.owner.call("images.restore", { params, body: {} });
    await expect(wall.tile(newest.id)).toBeVisible();

    const fair = { name: "Fair", description: "", access: "look" } as const;
    const { id: collectionId } = await team.owner.call("collections.create", { body: fair });
    const sent = { params: { collectionId }, body: { imageIds: [newest.id] } };
    await team.owner.call("collections.add", sent);
    await wall.view("Collections").click();
    await bens.getByRole("main").getByRole("link", { name: /Fair/ }).click();
    await expect(wall.tiles).toHaveCount(1);
    await expect(bens.getByRole("button", { name: "Edit collection" })).toHaveCount(0);
    await wall.tile(newest.id).focus();
    await bens.keyboard.press("c");
    await expect(bens.getByRole("combobox", { name: "Add to a collection" })).toBeFocused();
    await expect(bens.getByRole("option", { name: "Fair" })).toHaveCount(0);
    await bens.keyboard.press("Escape");
    await expect(bens.getByRole("dialog")).toHaveCount(0);
    await sidebarOf(bens).link("A harbour in the morning").click();
    await expect(threadPage(bens).pictures).toHaveCount(3);
  });

  await test.step("a demotion removes the composer at once, and the server refuses turns", async () => {
    await composerOf(bens).field.fill("Not to be sent");
    await team.changeRole(ben, "viewer");
    await expect(togetherOn(bens).lookOnly).toBeVisible();
    await expect(composerOf(bens).region).toBeHidden();
    await expect(bens.getByRole("button", { name: "Refine" })).toHaveCount(0);
    const { threads } = await ben.call("threads.list", { query: {} });
    const answer = await ben.sendJson("PATCH", `/api/threads/${threads[0]?.id}`, { title: "No" });
    expect(answer.status).toBe(403);
  });

  await test.step("a viewer still sees the thread's live updates", async () => {
    await composerOf(adas).submit("Add a boat");
    await expect(threadPage(bens).pictures).toHaveCount(4);
  });

  await test.step("a promotion restores the composer with its draft", async () => {
    await team.changeRole(ben, "member");
    await expect(composerOf(bens).field).toHaveValue("Not to be sent");
  });

  await test.step("a removal leads to the personal workspace and explains why", async () => {
    await team.remove(ben);
    await expect(bens.getByText("You're no longer a member of “Atelier”.").first()).toBeVisible();
    await expect(bens).toHaveURL("/");
    await expect(sidebarOf(bens).link("A harbour in the morning")).toHaveCount(0);
    await expect(togetherOn(adas).alsoLooking).toBeHidden();
  });
});

test("a thread made private disappears for a colleague, and returns when visible again", async ({
  studio,
  otherBrowser,
}) => {
  const team = await Team.open(studio, "Bottega");
  const ida = await team.invite("Ida", "member");
  const turn = await team.owner.createTurn({ prompt: "A quiet shore", visibility: "workspace" });
  await expect.poll(() => team.owner.stateOf(turn)).toBe("succeeded");
  const adas = await browserOf(otherBrowser, team.owner);
  const idas = await browserOf(otherBrowser, ida);
  await adas.goto(`/t/${turn.threadId}`);
  await idas.goto(`/t/${turn.threadId}`);
  await expect(togetherOn(adas).alsoLooking).toHaveAccessibleName(/: Ida$/);

  await togetherOn(adas).showTo("Private");
  await expect(togetherOn(idas).hidden).toBeVisible();
  await expect(sidebarOf(idas).link("A quiet shore")).toBeHidden();
  await expect(togetherOn(adas).alsoLooking).toBeHidden();
  await expect(threadPage(adas).pictures).toHaveCount(1);
  expect((await ida.send("GET", `/api/threads/${turn.threadId}`)).status).toBe(404);

  await togetherOn(adas).showTo("Everyone in Bottega");
  await expect(threadPage(idas).pictures).toHaveCount(1);
  await expect(sidebarOf(idas).link("A quiet shore")).toBeVisible();
  await expect(togetherOn(adas).alsoLooking).toHaveAccessibleName(/: Ida$/);
});

test("closing a tab ends its presence in the thread", async ({ studio, otherBrowser }) => {
  const team = await Team.open(studio, "Loggia");
  const guest = await team.invite("Gil", "viewer");
  const turn = await team.owner.createTurn({ prompt: "A lamp", visibility: "workspace" });
  const adas = await browserOf(otherBrowser, team.owner);
  const gils = await browserOf(otherBrowser, guest);
  await adas.goto(`/t/${turn.threadId}`);
  await gils.goto(`/t/${turn.threadId}`);
  await expect(togetherOn(gils).lookOnly).toBeVisible();
  await expect(togetherOn(adas).alsoLooking).toBeVisible();
  await gils.close();
  await expect(togetherOn(adas).alsoLooking).toBeHidden();
});

test("signing out in one tab signs out the others", async ({
  studio,
  otherBrowser,
  consoleErrors,
}) => {
  consoleErrors.expect(/status of 401/);
  const team = await Team.open(studio, "Studiolo");
  const kim = await team.invite("Kim", "member");
  const kims = await browserOf(otherBrowser, kim);
  await kims.goto("/");
  await expect(composerOf(kims).field).toBeEditable();
  await kim.call("account.signOut", { body: {} });
  await expect(kims).toHaveURL(/\/sign-in/);
});
