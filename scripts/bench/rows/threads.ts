import type { BrowserContext } from "playwright/test";
import type { Bench, Studio } from "../bench";
import { withBrowser } from "../browser";
import type { Measurement, Row, Unit } from "../measurement";
import { seedThread, type SeededThread } from "../seed";
import { median } from "../statistics";

const turns = { short: 20, long: 200 };
const warmUps = 2;
const reads = 25;
const visits = 9;
const patienceMs = 30_000;
const aim = { of: "ratio", most: 1.5 } as const;

/** Whether a long thread costs more to open than a short one. */
export const threads: Row = {
  name: "threads",
  measure: (bench) => bench.withStudio({}, (studio) => measure(bench, studio)),
};

async function measure(bench: Bench, studio: Studio): Promise<Measurement[]> {
  bench.say("threads: seeding");
  const short = await seedThread(studio, turns.short);
  const long = await seedThread(studio, turns.long);
  const read = await alternate(warmUps + reads, short, long, (thread) => readPage(studio, thread));
  const shown = await withBrowser(studio, (context) =>
    alternate(warmUps + visits, short, long, (thread) => visit(context, studio, thread)),
  );
  const line = (what: string, unit: Unit, values: Pair<number>[]): Measurement => ({
    what: `a thread of ${turns.long} turns: ${what}`,
    value: median(values.map((pair) => pair.long)),
    unit,
    floor: { what: `of ${turns.short} turns`, value: median(values.map((pair) => pair.short)) },
    aim,
  });
  const pages = read.slice(warmUps);
  const bytes = (pick: (reading: Reading) => number) =>
    pages.map((pair) => ({ short: pick(pair.short), long: pick(pair.long) }));
  return [
    line(
      "page data",
      "KB",
      bytes((reading) => reading.byteLength / 1024),
    ),
    line(
      "time to read it",
      "ms",
      bytes((reading) => reading.ms),
    ),
    line("time to show it in Chromium, to its last image", "ms", shown.slice(warmUps)),
  ];
}

type Pair<T> = { short: T; long: T };
type Reading = { byteLength: number; ms: number };

/** Alternates, so that other load on the machine affects both. */
async function alternate<T>(
  times: number,
  short: SeededThread,
  long: SeededThread,
  measureOne: (thread: SeededThread) => Promise<T>,
): Promise<Pair<T>[]> {
  const pairs: Pair<T>[] = [];
  for (let n = 0; n < times; n += 1) {
    pairs.push({ short: await measureOne(short), long: await measureOne(long) });
  }
  return pairs;
}

async function readPage({ client }: Studio, { threadId }: SeededThread): Promise<Reading> {
  const started = performance.now();
  const { byteLength } = await client.get(`/api/threads/${threadId}`);
  return { byteLength, ms: performance.now() - started };
}

/** From the start of the navigation until the newest turn's image is large, decoded and in view. */
async function visit(
  context: BrowserContext,
  { client }: Studio,
  { threadId, lastImageId }: SeededThread,
): Promise<number> {
  const page = await context.newPage();
  try {
    await page.goto(`${client.url}/t/${threadId}`, { waitUntil: "commit" });
    // Sidebar and versions show thumbnails of the same image; wait for the large one.
    const shown = await page.waitForFunction(
      (imageId) => {
        for (const img of document.querySelectorAll<HTMLImageElement>(`img[src*="${imageId}"]`)) {
          const { top, bottom, width } = img.getBoundingClientRect();
          const isInView = width > 300 && bottom > 0 && top < innerHeight;
          if (isInView && img.complete && img.naturalWidth > 0) return performance.now();
        }
        return 0;
      },
      lastImageId,
      { polling: "raf", timeout: patienceMs },
    );
    return await shown.jsonValue();
  } finally {
    await page.close();
  }
}
