import type { Page } from "playwright/test";
import type { ShareTarget } from "@/lib/contracts/shares";
import { enterPath } from "@/lib/contracts/workspace-choice";
import { withClient } from "@/scripts/database/connection";
import { runSeed } from "../fixtures/seed";
import { expect, test } from "../fixtures/test";
import { XSS_CORPUS } from "../fixtures/xss-corpus";
import { galleryPage } from "../pages/gallery";

test.use({ ownStudio: { hasOwner: true } });

/** Every word that a person can write, with one of the payloads each. */
async function fillWithPayloads(databaseUrl: string): Promise<void> {
  const payload = "($1::text[])[1 + (row_number() OVER () - 1) % cardinality($1::text[])]";
  const fill = (table: string, key: string, columns: string[]) =>
    `UPDATE "${table}" SET ${columns.map((one) => `"${one}" = new.text`).join(", ")}
     FROM (SELECT ${key}, ${payload} AS text FROM "${table}") new WHERE "${table}".${key} = new.${key}`;
  await withClient(databaseUrl, async (client) => {
    for (const statement of [
      fill("Thread", "id", ["title"]),
      fill("Turn", "id", ["prompt"]),
      fill("Image", "id", ["name"]),
      fill("Collection", "id", ["name", "description"]),
      fill("Tag", "id", ["name"]),
      fill("User", "id", ["name"]),
      fill("Workspace", "id", ["name"]),
    ]) {
      await client.query(statement, [XSS_CORPUS]);
    }
  });
}

/** One comment per payload and its notice, by a guest with the payload for a name. */
async function addComments(databaseUrl: string, shareId: string, imageId: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await client.query(
      `INSERT INTO "ShareComment" (id, "shareId", "imageId", body, "authorKey", "authorName")
       SELECT gen_random_uuid(), $1, $2, text, 'g:' || md5(text), text FROM unnest($3::text[]) text`,
      [shareId, imageId, XSS_CORPUS],
    );
    await client.query(
      `INSERT INTO "Notice" (id, "userId", "workspaceId", "shareId", kind, subject, "imageId", "commentId",
         "authorName", "isListed", "isMailDue")
       SELECT gen_random_uuid(), s."createdById", s."workspaceId", s.id, 'comment', 'comment ' || c.id, c."imageId",
         c.id, c."authorName", true, false
       FROM "ShareComment" c JOIN "Share" s ON s.id = c."shareId" WHERE s.id = $1`,
      [shareId],
    );
  });
}

/** What a payload would leave behind: an element or attribute of its own. */
async function expectHarmless(page: Page, screen: string): Promise<void> {
  const foreign = await page.evaluate(() =>
    [...document.querySelectorAll("*")]
      .filter(
        (element) =>
          element.getAttributeNames().some((name) => name.startsWith("on")) ||
          ["MARQUEE", "OBJECT", "EMBED", "BASE", "MATH"].includes(element.tagName) ||
          /^\s*(javascript|data:text)/i.test(element.getAttribute("href") ?? ""),
      )
      .map((element) => element.outerHTML.slice(0, 200)),
  );
  expect(foreign, screen).toEqual([]);
}

test("words of people run as script on no page, and the policy has nothing to report", async ({
  page,
  studio,
}) => {
  expect(new Set(XSS_CORPUS).size).toBeGreaterThanOrEqual(150);
  const reports: string[] = [];
  page.on("dialog", async (dialog) => {
    reports.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  await page.exposeFunction("reportViolation", (text: string) => reports.push(text));
  await page.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      const { reportViolation } = window as unknown as { reportViolation: (text: string) => void };
      reportViolation(`${violatedDirective} ${blockedURI} on ${location.pathname}`);
    }),
  );

  await runSeed(studio, 400);
  const { workspaces } = await studio.api.call("studio.state");
  const team = workspaces.find(({ kind }) => kind === "team");
  if (!team) throw new Error("the seed made no team");
  const api = studio.api.in(team.id);
  const { collections } = await api.call("collections.list");
  const { threads } = await api.call("threads.list", { query: {} });
  const { images } = await api.call("images.list", { query: { limit: 100 } });
  const [[collection], [thread]] = [collections, threads];
  if (!collection || !thread) throw new Error("the seed made no collection or no thread");
  const share = (target: ShareTarget) => {
    const shows = { prompts: true, references: true, settings: true, names: true };
    return api.call("shares.create", {
      body: { target, preset: "review", shows, mode: "live", reviewHold: false },
    });
  };
  const shares = await Promise.all([
    share({ kind: "thread", id: thread.id }),
    share({ kind: "collection", id: collection.id }),
    share({ kind: "selection", ids: images.map(({ id }) => id) }),
  ]);
  await fillWithPayloads(studio.databaseUrl);
  const { path } = await api.page(thread.id);
  const shown = path.flatMap(({ generations }) => generations).flatMap((one) => one.images);
  await addComments(studio.databaseUrl, shares[0].share.id, shown.at(-1)?.id ?? "");

  await test.step("the studio: threads, palette, settings", async () => {
    await page.goto(enterPath(team.id, "/"));
    await expect(page.getByRole("navigation", { name: "Threads" })).toBeVisible();
    await expectHarmless(page, "/");
    await page.goto(`/t/${thread.id}`);
    await expectHarmless(page, "thread");
    await page.keyboard.press("Control+k");
    await page
      .getByRole("dialog", { name: "Command palette" })
      .getByRole("combobox")
      .fill("<script");
    await expectHarmless(page, "palette");
    for (const path of ["/settings/members", "/settings/audit", "/settings/links"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
      await expectHarmless(page, path);
    }
    await page.goto("/settings/notices");
    await expect(page.getByRole("list", { name: "Notices", exact: true })).toBeVisible();
    await expectHarmless(page, "notices");
  });

  await test.step("the gallery: wall, search, viewer, collections", async () => {
    const gallery = galleryPage(page);
    await page.goto("/gallery");
    await expect(gallery.tiles.first()).toBeVisible();
    await gallery.tiles.first().hover();
    await gallery.tiles.first().click();
    await expect(page.getByRole("dialog").first()).toBeVisible();
    await expectHarmless(page, "viewer");
    await page.keyboard.press("Escape");
    await gallery.search.fill("<img onerror");
    await expectHarmless(page, "search");
    await page.goto("/gallery?view=collections");
    await expectHarmless(page, "collections");
  });

  await test.step("shared pages", async () => {
    for (const { url } of shares) {
      await page.goto(url);
      await expect(page.locator("img").first()).toBeVisible();
      await expectHarmless(page, new URL(url).pathname.slice(0, 3));
    }
  });

  expect(reports).toEqual([]);
});
