import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Response } from "playwright/test";
import type { Studio } from "../bench";
import { withBrowser } from "../browser";
import type { Measurement, Row } from "../measurement";

/** Compressed JavaScript of an app with one empty page of this framework; measured once. */
const emptyAppKb = 140;
/** The first load is over after this long without a request. */
const quietMs = 1_500;

/** JavaScript of a first visit. */
export const script: Row = {
  name: "script",
  measure: (bench) => bench.withStudio({}, measure),
};

async function measure(studio: Studio): Promise<Measurement[]> {
  const files = await withBrowser(studio, async (context) => {
    const page = await context.newPage();
    const responses = new Map<string, Response>();
    let lastAt = performance.now();
    page.on("response", (response) => {
      if (response.request().resourceType() !== "script") return;
      responses.set(response.url(), response);
      lastAt = performance.now();
    });
    await page.goto(studio.client.url, { waitUntil: "load" });
    if (new URL(page.url()).pathname !== "/") throw new Error(`the studio led to ${page.url()}`);
    lastAt = Math.max(lastAt, performance.now());
    while (performance.now() - lastAt < quietMs) await wait(100);
    return Promise.all([...responses.values()].map((response) => response.body()));
  });
  const compressed = files.map((bytes) => gzipSync(bytes, { level: 9 }).length);
  const total = compressed.reduce((sum, length) => sum + length, 0);
  return [
    {
      what: "JavaScript of the first load of /, gzip -9",
      value: total / 1024,
      unit: "KB",
      floor: null,
      aim: { of: "value", most: 200 },
      note: `${files.length} files; an empty app of this framework has about ${emptyAppKb} KB`,
    },
  ];
}
