import type { Page, Request } from "playwright/test";
import { picture } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { UNREACHABLE } from "../fixtures/console-errors";
import { composerOf } from "../pages/composer";
import { threadPage } from "../pages/thread-page";

test("a tab closed during a generation loses nothing", async ({ page, context, studio }) => {
  const { api, upstream } = studio;
  upstream.script([{ ...(await picture(81)), gate: "closed" }]);
  await page.goto("/");
  await composerOf(page).submit("Drawn for nobody");
  await upstream.reached("closed");
  await expect(page).toHaveURL(/\/t\//);
  const address = page.url();
  await page.close();

  await test.step("reopened during the generation: still waiting, the timer continues", async () => {
    const again = await context.newPage();
    await again.goto(address);
    await expect(threadPage(again).waiting).toHaveCount(1);
    await expect(threadPage(again).turns).toContainText("Painting");
    await again.close();
  });

  upstream.release("closed");
  const { threads } = await api.call("threads.list", { query: { query: "Drawn for nobody" } });
  await expect.poll(async () => (await api.page(threads[0]!.id)).thread.underWay).toBe(0);
  await test.step("reopened afterwards: the picture is there", async () => {
    const later = await context.newPage();
    await later.goto(address);
    await expect(threadPage(later).pictures).toHaveCount(1);
    await expect(threadPage(later).waiting).toHaveCount(0);
  });
  expect(upstream.calls()).toHaveLength(1);
});

test("a second browser sees turn and picture appear without polling", async ({
  page,
  otherBrowser,
  studio,
}) => {
  const { upstream } = studio;
  upstream.script([await picture(82), { ...(await picture(83)), gate: "seen" }]);
  await page.goto("/");
  const composer = composerOf(page);
  await composer.submit("Seen from two places");
  await expect(threadPage(page).pictures).toHaveCount(1);

  const other = await otherBrowser();
  const streams: string[] = [];
  const polled: string[] = [];
  other.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname === "/api/events") streams.push(pathname);
    else if (/^\/api\/(threads|turns|generations)/.test(pathname)) polled.push(pathname);
  });
  const streamOpened = other.waitForResponse((response) => response.url().includes("/api/events"));
  await other.goto(page.url());
  const seen = threadPage(other);
  await expect(seen.pictures).toHaveCount(1);
  await expect(seen.versions.getByRole("treeitem")).toHaveCount(1);
  await streamOpened;
  polled.length = 0;

  await composer.submit("and a second boat");
  await expect(seen.turn("and a second boat")).toBeVisible();
  await upstream.reached("seen");
  await expect(seen.turn("and a second boat")).toContainText("Painting");
  await expect(seen.versions.getByRole("treeitem")).toHaveCount(2);
  upstream.release("seen");
  await expect(seen.pictureOf("and a second boat")).toBeVisible();
  await expect(other.getByRole("navigation", { name: "Threads" })).toContainText("Seen from");
  expect(polled).toEqual([]);
  expect(streams).toHaveLength(1);
});

test("after a network outage the page catches up", async ({ page, studio, consoleErrors }) => {
  consoleErrors.expect(UNREACHABLE);
  const { api, upstream } = studio;
  upstream.script([{ ...(await picture(84)), gate: "away" }]);
  await page.goto("/");
  await composerOf(page).submit("Drawn while nobody listens");
  await upstream.reached("away");
  const { threads } = await api.call("threads.list", { query: { query: "nobody listens" } });
  const { path } = await api.page(threads[0]!.id);
  await expect(threadPage(page).waiting).toHaveCount(1);
  await expect(page).toHaveURL(/\/t\//);

  studio.wire.cut();
  await expect(page.getByText("Connection lost.")).toBeVisible();
  upstream.release("away");
  await expect.poll(() => studio.storedState(path[0]!.generations[0]!.id)).toBe("succeeded");
  await expect(threadPage(page).waiting).toHaveCount(1);

  studio.wire.mend();
  await expect(threadPage(page).pictures).toHaveCount(1);
  await expect(page.getByText("Connection lost.")).toBeHidden();
  expect(upstream.calls()).toHaveLength(1);
});

test("a reload keeps the draft of each thread", async ({ page, studio }) => {
  const { api } = studio;
  const turn = await api.createTurn({ prompt: "A thread with a draft" });
  await expect.poll(() => api.stateOf(turn)).toBe("succeeded");
  const composer = composerOf(page);
  const thread = `/t/${turn.threadId}`;
  await page.goto(thread);
  await composer.field.fill("half a thought");
  await page.goto("/");
  await expect(composer.field).toHaveValue("");
  await composer.field.fill("another one");
  await page.reload();
  await expect(composer.field).toHaveValue("another one");
  await page.goto(thread);
  await expect(composer.field).toHaveValue("half a thought");
});

test("a turn that could not be sent returns to the composer", async ({
  page,
  studio,
  consoleErrors,
}) => {
  consoleErrors.expect(UNREACHABLE);
  await page.goto("/");
  const composer = composerOf(page);
  await expect(composer.field).toBeFocused();
  const fetched = filesFetchedBy(page);
  await composer.field.pressSequentially("Written on");
  // The offline notice loads with the first keystroke.
  await expect.poll(fetched).toEqual({ isBegun: true, underWay: 0 });
  studio.wire.cut();
  await composer.field.pressSequentially(" a train");
  await composer.field.press("Enter");
  await expect(page.getByText("Can't reach the server.")).toBeVisible();
  await expect(composer.field).toHaveValue("Written on a train");
  expect(studio.upstream.calls()).toHaveLength(0);

  studio.wire.mend();
  await composer.field.press("Enter");
  await expect(threadPage(page).pictures).toHaveCount(1);
  expect(studio.upstream.calls()).toHaveLength(1);
});

/** Counts the files that a page loads from now on. */
function filesFetchedBy(page: Page) {
  const all = new Set<Request>();
  const done = new Set<Request>();
  page.on("request", (request) => {
    if (request.url().includes("/_next/static/")) all.add(request);
  });
  page.on("requestfinished", (request) => done.add(request));
  return () => ({ isBegun: all.size > 0, underWay: [...all].filter((it) => !done.has(it)).length });
}
