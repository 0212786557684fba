import type { BrowserContext, Page } from "playwright/test";
import { db } from "@/lib/server/db";
import type { Bench, Studio } from "../bench";
import { type InProfile, withProfiles } from "../browser";
import { type Commits, watchCommits } from "../commits";
import { type PngSeries, usualPng } from "../images";
import type { Measurement, Row } from "../measurement";
import { within } from "../patience";
import { seedThread } from "../seed";
import { median } from "../statistics";
import { chatAnswer, dataUrlHead } from "../upstream";

const rounds = 5;
const warmUps = 20;
const patienceMs = 60_000;
/** A page is idle before its Send, as after the seconds that a person types. */
const typingMs = 1_500;
const pauseMs = 300;
/** How long the waiting plates are on screen before the answers come. */
const paintingMs = 1_500;

/** From Send to the visible picture in a browser, by stages. */
export const screen: Row = {
  name: "screen",
  measure: (bench) =>
    bench.withStudio({}, (studio) =>
      withProfiles(studio, (inProfile) => measure(bench, studio, inProfile)),
    ),
};

async function measure(bench: Bench, studio: Studio, inProfile: InProfile): Promise<Measurement[]> {
  const pngs = await usualPng();
  const commits = await watchCommits(bench.databaseUrl);
  let sent = 0;
  const once = async (variations: number, reducedMotion: Motion): Promise<Stages> => {
    const first = sent;
    sent += variations;
    return inProfile((context) => send({ studio, context, commits, pngs, first, variations }), {
      reducedMotion,
    });
  };
  try {
    await warmUp(studio);
    const results: Measurement[] = [];
    for (const variations of [1, 8]) {
      bench.say(`screen: ${variations} pictures`);
      await once(variations, "reduce"); // warms up
      const series = { still: [] as Stages[], moving: [] as Stages[] };
      // Alternate, so that both meet the same machine.
      for (let round = 0; round < rounds; round += 1) {
        series.still.push(await once(variations, "reduce"));
        series.moving.push(await once(variations, "no-preference"));
      }
      results.push(...report(variations, series.moving, series.still));
    }
    return results;
  } finally {
    await commits.end();
  }
}

/** Compiles and connects the server, as its first turns do. */
async function warmUp({ client, upstream }: Studio): Promise<void> {
  for (let n = 0; n < warmUps; n += 1) {
    await client.createTurn();
    await (await upstream.next()).refuse();
  }
}

type Motion = "reduce" | "no-preference";

/** Milliseconds; of several pictures the last one counts. */
interface Stages {
  /** From the click to the last complete call at the upstream. */
  upstream: number;
  /** Of that, from the click to the request for the turn. */
  asked: number;
  /** Of that, from the click to the reply, which may come after the first calls. */
  accepted: number;
  /** From the last byte of the answers to the commit. */
  stored: number;
  /** From a picture's commit to the browser's request for it. */
  requested: number;
  /** From that request to the loaded picture. */
  loaded: number;
}

/** Aims in ms, for one picture and for eight. */
const aims = {
  asked: [20, 20],
  accepted: [70, 70],
  upstream: [80, 150],
  requested: [60, 60],
} as const;
/** The animation of the waiting plates may cost this much of the other stages' time. */
const mostOfStill = 1.25;

const names: Record<keyof Stages, string> = {
  upstream: "click to the last call at the upstream",
  asked: "click to the request for the turn",
  accepted: "click to the reply to it",
  stored: "last byte of the answers to the commit",
  requested: "commit to the browser's request for the picture",
  loaded: "request to loaded picture",
};

/** One after the other. */
const stageNames = ["upstream", "stored", "requested", "loaded"] as const;

const allNames = ["asked", "accepted", ...stageNames] as const;

function report(variations: number, moving: Stages[], still: Stages[]): Measurement[] {
  const line = (
    what: string,
    valueOf: (stages: Stages) => number,
    aim: Measurement["aim"],
  ): Measurement => ({
    what: `${what}, ×${variations}`,
    value: median(moving.map(valueOf)),
    unit: "ms",
    floor: { what: "the same with reduced motion", value: median(still.map(valueOf)) },
    aim,
    note: `median of ${rounds}`,
  });
  const hasAim = (name: keyof Stages): name is keyof typeof aims => name in aims;
  const aimOf = (name: keyof Stages): Measurement["aim"] =>
    hasAim(name)
      ? { of: "value", most: aims[name][variations === 1 ? 0 : 1] }
      : { of: "ratio", most: mostOfStill };
  const total = (stages: Stages) => stageNames.reduce((sum, name) => sum + stages[name], 0);
  return [
    ...allNames.map((name) => line(names[name], (stages) => stages[name], aimOf(name))),
    line("send to visible, all four", total, { of: "ratio", most: mostOfStill }),
  ];
}

interface Sending {
  studio: Studio;
  context: BrowserContext;
  commits: Commits;
  pngs: PngSeries;
  /** Index of the first unused copy of the image. */
  first: number;
  variations: number;
}

async function send({ studio, context, commits, pngs, first, variations }: Sending) {
  const { threadId } = await seedThread(studio, 1);
  const thread = await db.thread.findUniqueOrThrow({ where: { id: threadId } });
  const settings = { ...Object(thread.settings), variations };
  await db.thread.update({ where: { id: threadId }, data: { settings } });
  const page = await context.newPage();
  await record(page);
  const connected = page.waitForResponse(/\/api\/events/);
  await page.goto(`${studio.client.url}/t/${threadId}`);
  await connected;
  await page.waitForTimeout(typingMs);
  const composer = page.getByRole("region", { name: "Composer" });
  await composer.getByRole("textbox").fill("A little more light on the water");
  await page.waitForTimeout(pauseMs);
  await composer.getByRole("button", { name: "Send" }).click();
  await studio.upstream.untilWaiting(variations);
  const upstreamAt = now();
  await page.waitForTimeout(paintingMs);
  const calls = studio.upstream.takeAll();
  const answeredAt = await Promise.all(
    calls.map((call, n) => call.answer(chatAnswer([dataUrlHead, ...pngs.base64(first + n)]))),
  );
  const images = await within(commits.imagesOf(threadId, variations), patienceMs, "commits");
  await page.waitForFunction(
    areLoaded,
    images.map(({ id }) => id),
    { timeout: patienceMs },
  );
  const { clickedAt, turn, requests, loads } = await recorded(page);
  const last = (times: number[]) => Math.max(...times);
  const earliest = (entries: Entry[], id: string) =>
    Math.min(...entries.filter(({ url }) => url.includes(id)).map(({ at }) => at));
  return {
    upstream: upstreamAt - clickedAt,
    asked: turn.startedAt - clickedAt,
    accepted: turn.endedAt - clickedAt,
    stored: last(images.map(({ at }) => at)) - last(answeredAt.map(toEpoch)),
    requested: median(images.map(({ id, at }) => earliest(requests, id) - at)),
    loaded: median(images.map(({ id }) => earliest(loads, id) - earliest(requests, id))),
  };
}

const toEpoch = (at: number) => performance.timeOrigin + at;
const now = () => toEpoch(performance.now());

interface Entry {
  url: string;
  /** Milliseconds since 1970, on the clock of this machine. */
  at: number;
}

interface Recorded {
  clickedAt: number;
  /** The request that created the turn. */
  turn: { startedAt: number; endedAt: number };
  requests: Entry[];
  loads: Entry[];
}

declare global {
  interface Window {
    recorded: Recorded;
  }
}

/** Records the last click, and when pictures are requested and loaded. */
async function record(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { timeOrigin } = performance;
    const kept: Recorded = {
      clickedAt: 0,
      turn: { startedAt: 0, endedAt: 0 },
      requests: [],
      loads: [],
    };
    window.recorded = kept;
    addEventListener("click", (event) => (kept.clickedAt = timeOrigin + event.timeStamp), true);
    document.addEventListener(
      "load",
      ({ target, timeStamp }) => {
        if (target instanceof HTMLImageElement) {
          kept.loads.push({ url: target.currentSrc, at: timeOrigin + timeStamp });
        }
      },
      true,
    );
    new PerformanceObserver((list) => {
      for (const { name, startTime, duration } of list.getEntries()) {
        const at = timeOrigin + startTime;
        if (name.includes("/api/images/")) kept.requests.push({ url: name, at });
        if (name.endsWith("/api/turns")) kept.turn = { startedAt: at, endedAt: at + duration };
      }
    }).observe({ type: "resource", buffered: true });
  });
}

function recorded(page: Page): Promise<Recorded> {
  return page.evaluate(() => window.recorded);
}

/** Runs in the page. */
function areLoaded(ids: string[]): boolean {
  const { requests, loads } = window.recorded;
  return ids.every((id) =>
    [requests, loads].every((all) => all.some(({ url }) => url.includes(id))),
  );
}
