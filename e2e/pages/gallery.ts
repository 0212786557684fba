import { expect, type Page } from "playwright/test";
import { toId } from "@/components/shell/address-id";
import type { ImageId, WorkspaceId } from "@/lib/contracts/ids";
import { enterPath } from "@/lib/contracts/workspace-choice";
import { runSeed } from "../fixtures/seed";
import type { Studio } from "../fixtures/studio";

/** The id of a tile, as an operation takes it. */
export function imageIdOf(text: string | null): ImageId {
  const id = toId<ImageId>(text);
  if (id === null) throw new Error(`no id: ${text}`);
  return id;
}

/** Opens the gallery of a team with a history of so many images; returns its id. */
export async function openSeededGallery(
  page: Page,
  studio: Studio,
  images: number,
): Promise<WorkspaceId> {
  await runSeed(studio, images);
  const { workspaces } = await studio.api.call("studio.state");
  const team = workspaces.find(({ kind }) => kind === "team");
  if (!team) throw new Error("the seed made no team");
  await page.goto(enterPath(team.id, "/gallery"));
  await expect(galleryPage(page).tiles.first()).toBeVisible();
  return team.id;
}

/** The gallery: its wall, search and views. */
export function galleryPage(page: Page) {
  const wall = page.locator("[data-wall]");
  const main = page.getByRole("main");
  const tile = (id: string) => page.locator(`[data-tile="${id}"] > [data-open]`);
  const idOf = (selector: string) =>
    page.evaluate(
      (query) => document.querySelector(query)?.closest("[data-tile]")?.getAttribute("data-tile"),
      selector,
    );
  const menuOf = async (id: string, name: string) => {
    await tile(id).hover();
    await page.locator(`[data-tile="${id}"]`).getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name }).click();
  };
  /** The first picture that is wholly visible, and where it is on screen. */
  const topTile = () =>
    wall.evaluate((element) => {
      const view = element.getBoundingClientRect();
      const boxes = [...element.querySelectorAll("[data-tile]")].map((one) => ({
        id: one.getAttribute("data-tile") ?? "",
        left: Math.round(one.getBoundingClientRect().left),
        top: Math.round(one.getBoundingClientRect().top),
      }));
      const [first] = boxes
        .filter(({ top }) => top >= view.top && top < view.bottom)
        .toSorted((a, b) => a.top - b.top || a.left - b.left);
      return first ?? { id: "", left: 0, top: 0 };
    });
  return {
    wall,
    tiles: page.locator("[data-tile] > [data-open]"),
    tile,
    count: main.locator("header h1 + span"),
    search: main.getByRole("combobox", { name: "Search pictures" }),
    chip: (filter: string) => main.getByRole("button", { name: `Remove ${filter}` }),
    scrubber: main.getByRole("slider", { name: "Scroll by date" }),
    view: (name: string) => main.getByRole("link", { name, exact: true }).first(),
    activeId: async () => (await idOf("[data-open]:focus")) ?? "",
    /** By its round mark, which shows under the pointer. */
    select: async (id: string) => {
      await tile(id).hover();
      await page.locator(`[data-tile="${id}"]`).getByRole("checkbox").click();
    },
    /** The first pictures in the order of the wall. */
    firstIds: async (count: number) => {
      const ids = await page
        .locator("[data-tile]")
        .evaluateAll((tiles) => tiles.map((one) => one.getAttribute("data-tile") ?? ""));
      return ids.slice(0, count);
    },
    /** The picture after another one in the order of the wall. */
    following: async (id: string) => {
      const ids = await page
        .locator("[data-tile]")
        .evaluateAll((tiles) => tiles.map((one) => one.getAttribute("data-tile") ?? ""));
      return ids[ids.indexOf(id) + 1] ?? "";
    },
    firstId: async () => (await idOf("[data-tile] [data-open]")) ?? "",
    menuOf,
    openInThread: (id: string) => menuOf(id, "Open in thread"),
    scrollBy: (pixels: number) => wall.evaluate((element, by) => element.scrollBy(0, by), pixels),
    /** Until the part on screen has its pictures and the rows stay where they are. */
    settle: async () => {
      let before = await topTile();
      const isSettled = async () => {
        const now = await topTile();
        const isSame = now.id !== "" && now.id === before.id && now.top === before.top;
        before = now;
        return isSame;
      };
      await expect.poll(isSettled).toBe(true);
    },
    topTile,
  };
}
