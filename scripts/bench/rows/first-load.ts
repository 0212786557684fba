import { setTimeout as wait } from "node:timers/promises";
import type { BrowserContext, Page, Request } from "playwright/test";
import type { Studio } from "../bench";
import { type InProfile, withProfiles } from "../browser";
import type { Measurement, Row } from "../measurement";
import { seedThread } from "../seed";
import { median } from "../statistics";

/** The first load is over after this long without a request. */
const quietMs = 1_500;
const turns = 12;
const rounds = 5;

const kinds = { script: "JavaScript", stylesheet: "styles", font: "fonts" } as const;
type Kind = keyof typeof kinds;

/** Aims in KB as sent, headers excluded. */
const aims: Record<string, Record<Kind, number>> = {
  "/": { script: 170, stylesheet: 16, font: 56 },
  "/t": { script: 190, stylesheet: 16, font: 56 },
  settings: { script: 175, stylesheet: 16, font: 56 },
};

/** What a first visit costs: bytes by kind, blocking time, and the largest paint. */
export const firstLoad: Row = {
  name: "first-load",
  measure: (bench) => bench.withStudio({}, measure),
};

async function measure(studio: Studio): Promise<Measurement[]> {
  const { threadId } = await seedThread(studio, turns);
  const paths = { "/": "/", "/t": `/t/${threadId}`, settings: "/settings/profile" };
  // The first request of each page after a start reads its code from the disk.
  for (const path of Object.values(paths)) await studio.client.get(path);
  return withProfiles(studio, async (inProfile) => {
    const sizes: Measurement[] = [];
    for (const [name, path] of Object.entries(paths)) {
      const loaded = await inProfile((context) => visit(context, studio, path));
      sizes.push(...measureSizes(name, loaded));
    }
    return [...sizes, ...(await measureTimes(inProfile, studio, paths))];
  });
}

interface Loaded {
  kind: string;
  /** Length of the body as sent. */
  bytes: number;
  isPrefetch: boolean;
}

function measureSizes(name: string, loaded: Loaded[]): Measurement[] {
  const prefetches = loaded.filter(({ isPrefetch }) => isPrefetch).length;
  return (["script", "stylesheet", "font"] as const).map((kind): Measurement => {
    const files = loaded.filter((each) => each.kind === kind);
    return {
      what: `${kinds[kind]} of the first load of ${name}, as sent`,
      value: files.reduce((sum, { bytes }) => sum + bytes, 0) / 1024,
      unit: "KB",
      floor: null,
      aim: { of: "value", most: aims[name]?.[kind] ?? 0 },
      note: `${files.length} files`,
      ...(prefetches > 0 && { fault: `${prefetches} pages were prefetched` }),
    };
  });
}

/** All requests of a first visit. */
async function visit(context: BrowserContext, studio: Studio, path: string): Promise<Loaded[]> {
  const page = await context.newPage();
  const loading: Promise<Loaded>[] = [];
  let lastAt = performance.now();
  page.on("requestfinished", (request) => {
    loading.push(describe(request));
    lastAt = performance.now();
  });
  await open(page, studio, path);
  lastAt = Math.max(lastAt, performance.now());
  while (performance.now() - lastAt < quietMs) await wait(100);
  return Promise.all(loading);
}

async function describe(request: Request): Promise<Loaded> {
  const { responseBodySize } = await request.sizes();
  return {
    kind: request.resourceType(),
    bytes: responseBodySize,
    isPrefetch: "next-router-prefetch" in request.headers(),
  };
}

async function measureTimes(
  inProfile: InProfile,
  studio: Studio,
  paths: { "/": string; "/t": string },
): Promise<Measurement[]> {
  const times = { "/": [] as Times[], "/t": [] as Times[] };
  // Alternate, so that both meet the same machine.
  for (let round = 0; round < rounds; round += 1) {
    for (const name of ["/", "/t"] as const) {
      times[name].push(await inProfile((context) => timesOf(context, studio, paths[name])));
    }
  }
  const paint = (name: "/" | "/t") => median(times[name].map(({ paintedMs }) => paintedMs));
  const blocked = (name: "/" | "/t"): Measurement => ({
    what: `total blocking time of the first load of ${name}`,
    value: median(times[name].map(({ blockedMs }) => blockedMs)),
    unit: "ms",
    floor: null,
    aim: { of: "value", most: 150 },
    note: `median of ${rounds}, processor not slowed down`,
  });
  return [
    blocked("/"),
    blocked("/t"),
    {
      what: `largest paint of a thread of ${turns} turns`,
      value: paint("/t"),
      unit: "ms",
      floor: { what: "largest paint of /", value: paint("/") },
      aim: { of: "ratio", most: 1.3 },
      note: `medians of ${rounds}`,
    },
  ];
}

interface Times {
  blockedMs: number;
  paintedMs: number;
}

/** Tasks longer than this block input; the rest of their time is blocking time. */
const longTaskMs = 50;

async function timesOf(context: BrowserContext, studio: Studio, path: string): Promise<Times> {
  const page = await context.newPage();
  await open(page, studio, path);
  await wait(quietMs);
  const tasks = await entriesOf(page, "longtask");
  const paints = await entriesOf(page, "largest-contentful-paint");
  return {
    blockedMs: tasks.reduce((sum, { duration }) => sum + Math.max(0, duration - longTaskMs), 0),
    paintedMs: paints.at(-1)?.startTime ?? 0,
  };
}

/** Buffered performance entries of a page. tsx names inner functions, which a page cannot run. */
function entriesOf(page: Page, type: string): Promise<{ startTime: number; duration: number }[]> {
  return page.evaluate(
    (wanted) =>
      new Promise((resolve) => {
        new PerformanceObserver((list) =>
          resolve(list.getEntries().map(({ startTime, duration }) => ({ startTime, duration }))),
        ).observe({ type: wanted, buffered: true });
        setTimeout(() => resolve([]), 500);
      }),
    type,
  );
}

async function open(page: Page, { client }: Studio, path: string): Promise<void> {
  await page.goto(client.url + path, { waitUntil: "load" });
  const { pathname } = new URL(page.url());
  if (pathname !== path) throw new Error(`${path} led to ${pathname}`);
}
