import type { BrowserContext, Page } from "playwright/test";
import { WORKSPACE_COOKIE } from "@/lib/contracts/workspace-choice";
import type { Bench, Studio } from "../../bench";
import { type InProfile, withProfiles } from "../../browser";
import type { Measurement } from "../../measurement";
import { median } from "../../statistics";
import type { Walls } from "../gallery";

const visits = 5;
const flingMs = 4_000;
const flingPx = 2_500;
/** Later than one frame of a display with 60 Hz, with room for the timer. */
const lateMs = 25;
const patienceMs = 60_000;

/** What a person sees of the wall in Chromium: the first pictures, and a fling through all of them. */
export async function measureBrowser(
  bench: Bench,
  studio: Studio,
  { long, short }: Walls,
): Promise<Measurement[]> {
  bench.say("gallery: first pictures");
  return withProfiles(studio, async (inProfile) => {
    const paints = { long: [] as number[], short: [] as number[] };
    for (let n = 0; n < visits; n += 1) {
      paints.long.push(await firstPaint(inProfile, studio, long.workspaceId));
      paints.short.push(await firstPaint(inProfile, studio, short.workspaceId));
    }
    bench.say("gallery: a fling");
    const fling = await inProfile(async (context) => {
      await selectWorkspace(context, studio, long.workspaceId);
      return flingThrough(await openWall(context, studio));
    });
    const still = await inProfile(async (context) => {
      await selectWorkspace(context, studio, long.workspaceId);
      return flingThrough(await openWall(context, studio), 0);
    });
    const what = (text: string) => `${long.images} pictures: ${text}`;
    return [
      {
        what: what("first pictures shown (LCP)"),
        value: median(paints.long),
        unit: "ms",
        floor: { what: `with ${short.images}`, value: median(paints.short) },
        aim: { of: "value", most: 1_000 },
      },
      {
        what: what("longest task of a fling"),
        value: fling.longestTask,
        unit: "ms",
        floor: { what: "without moving", value: still.longestTask },
        aim: { of: "value", most: 50 },
      },
      {
        what: what("late frames of a fling, per cent"),
        value: fling.latePercent,
        unit: "",
        floor: { what: "without moving", value: still.latePercent },
        aim: { of: "value", most: 2 },
      },
      {
        what: what("<img> alive during a fling"),
        value: fling.images,
        unit: "",
        floor: { what: "without moving", value: still.images },
        aim: { of: "value", most: 150 },
      },
    ];
  });
}

async function selectWorkspace(context: BrowserContext, { client }: Studio, workspaceId: string) {
  await context.addCookies([{ name: WORKSPACE_COOKIE, value: workspaceId, url: client.url }]);
}

async function openWall(context: BrowserContext, { client }: Studio): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${client.url}/gallery`, { waitUntil: "load" });
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll<HTMLImageElement>("[data-tile] img")].some(
        (img) => img.complete,
      ),
    undefined,
    { timeout: patienceMs },
  );
  return page;
}

/** From the navigation to the largest paint once the first pictures are there. */
async function firstPaint(
  inProfile: InProfile,
  studio: Studio,
  workspaceId: string,
): Promise<number> {
  return inProfile(async (context) => {
    await selectWorkspace(context, studio, workspaceId);
    const page = await openWall(context, studio);
    await page.waitForLoadState("networkidle");
    return page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) =>
            resolve(list.getEntries().at(-1)?.startTime ?? 0),
          ).observe({ type: "largest-contentful-paint", buffered: true });
        }),
    );
  });
}

interface Fling {
  longestTask: number;
  latePercent: number;
  images: number;
}

/** Scrolls by `px` with every frame. Without named functions: tsx would wrap them, and the page has no such helper. */
function flingThrough(page: Page, px = flingPx): Promise<Fling> {
  return page.evaluate(
    async ({ step, forMs, late }) => {
      const wall = document.querySelector("[data-wall]");
      const found = { longestTask: 0, latePercent: 0, images: 0 };
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) {
          found.longestTask = Math.max(found.longestTask, duration);
        }
      }).observe({ type: "longtask" });
      let [frames, lateFrames] = [0, 0];
      const began = performance.now();
      let before = began;
      while (before - began < forMs) {
        const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        frames += 1;
        if (frames > 1 && now - before > late) lateFrames += 1;
        before = now;
        found.images = Math.max(found.images, document.querySelectorAll("[data-tile] img").length);
        wall?.scrollBy(0, step);
      }
      found.latePercent = (100 * lateFrames) / frames;
      return found;
    },
    { step: px, forMs: flingMs, late: lateMs },
  );
}
