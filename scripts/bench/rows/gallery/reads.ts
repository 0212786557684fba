import { imageMonths } from "@/lib/contracts/images";
import { formatCursor } from "@/lib/server/domain/lists/cursor";
import { db } from "@/lib/server/db";
import type { Bench, Studio } from "../../bench";
import type { StudioClient } from "../../client";
import type { Measurement } from "../../measurement";
import { percentile } from "../../statistics";
import type { Walls } from "../gallery";

/** Enough that PostgreSQL has planned every named statement without its values. */
const warmUps = 8;
const reads = 40;
const kibibyte = 1024;

const searches = [
  ["a frequent word", "light"],
  ["a fragment", "ighthou"],
  ["Chinese", "灯塔"],
  ["an absent word", "zeppelin"],
  ["three filters", "by:me shape:3:2 after:2025-01"],
] as const;

/** What the wall reads: pages, a bucket, searches. */
export async function measureReads(
  bench: Bench,
  { client }: Studio,
  { long, short }: Walls,
): Promise<Measurement[]> {
  const [inLong, inShort] = [client.in(long.workspaceId), client.in(short.workspaceId)];
  const say = (what: string) => bench.say(`gallery: ${what}`);
  say("pages");
  const first = await timed(inLong, "/api/images");
  const small = await timed(inShort, "/api/images");
  const deep = await timed(inLong, `/api/images?cursor=${await deepCursor(long.workspaceId)}`);
  say("a bucket");
  const bucket = await timed(inLong, `/api/images/bucket?month=${await fullestMonth(inLong)}`);
  const line = (
    what: string,
    value: number,
    aim: Measurement["aim"],
    floor: Measurement["floor"] = null,
  ): Measurement => ({ what: `${long.images} pictures: ${what}`, value, unit: "ms", floor, aim });
  const floor = { what: `with ${short.images}`, value: small.ms };
  const lines = [
    line("first page, p95", first.ms, { of: "value", most: 50 }, floor),
    line("first page, growth", first.ms, { of: "ratio", most: 1.5 }, floor),
    line(
      "a page deep in the past, p95",
      deep.ms,
      { of: "ratio", most: 1.5 },
      { what: "the first page", value: first.ms },
    ),
    line("bucket of at most 2,000, p95", bucket.ms, { of: "value", most: 120 }),
    {
      ...line("bucket of at most 2,000, size", bucket.bytes / kibibyte, { of: "value", most: 300 }),
      unit: "KB" as const,
    },
  ];
  for (const [what, query] of searches) {
    say(what);
    const path = `/api/images?query=${encodeURIComponent(query)}`;
    const found = await timed(inLong, path);
    const few = await timed(inShort, path);
    const with1k = { what: `with ${short.images}`, value: few.ms };
    lines.push(line(`search for ${what}, p95`, found.ms, { of: "value", most: 100 }, with1k));
  }
  return lines;
}

async function timed(client: StudioClient, path: string): Promise<{ ms: number; bytes: number }> {
  const times: number[] = [];
  let bytes = 0;
  for (let n = 0; n < warmUps + reads; n += 1) {
    const started = performance.now();
    bytes = (await client.get(path)).byteLength;
    times.push(performance.now() - started);
  }
  return { ms: percentile(times.slice(warmUps), 95), bytes };
}

/** Behind two thirds of the images. */
async function deepCursor(workspaceId: string): Promise<string> {
  const count = await db.image.count({ where: { workspaceId } });
  const { createdAt, id } = await db.image.findFirstOrThrow({
    where: { workspaceId },
    orderBy: { createdAt: "asc" },
    skip: Math.floor(count / 3),
  });
  return formatCursor({ at: createdAt, id });
}

async function fullestMonth(client: StudioClient): Promise<string> {
  const reply: unknown = JSON.parse((await client.get("/api/images/months")).toString("utf8"));
  const { months } = imageMonths.parse(reply);
  return months.toSorted((one, other) => other.count - one.count)[0]?.month ?? "2026-01";
}
