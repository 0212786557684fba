import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collectPictures } from "@/lib/server/upstream/collect";
import { createPictureFetcher } from "@/lib/server/upstream/fetch-picture";
import { planOf, promptOf } from "./plan";
import { FaultyUpstream } from "./upstream";

const seed = 1;
let upstream: FaultyUpstream;
let dir: string;

beforeAll(async () => {
  upstream = await FaultyUpstream.start(seed);
  dir = await mkdtemp(join(tmpdir(), "late-link-"));
});
afterAll(async () => {
  await upstream.stop();
  await rm(dir, { recursive: true, force: true });
});

test("a link that is not there yet has its picture in the end", async () => {
  const numbers = Array.from({ length: 400 }, (_, n) => n + 1);
  const late = numbers.filter((n) => planOf(seed, n, 1).kind === "link, not there yet").slice(0, 6);
  expect(late.length).toBe(6);
  const fetcher = createPictureFetcher({
    upstreamBaseUrl: upstream.baseUrl,
    extraHosts: [upstream.assetHost],
    patience: { sleep: () => Promise.resolve() },
  });
  for (const number of late) {
    const body = JSON.stringify({ prompt: promptOf(number) });
    const answer = await fetch(`${upstream.baseUrl}/images/generations`, { method: "POST", body });
    const { data } = (await answer.json()) as { data: { url: string }[] };
    const found = data.map(({ url }) => ({
      sources: [{ kind: "url" as const, url }],
      orElse: null,
    }));
    const { pictures } = await collectPictures(found, { dir, fetcher, isFresh: true });
    const [picture] = pictures;
    expect(picture && (await readFile(picture.path))).toEqual(await upstream.picture(number));
  }
});
