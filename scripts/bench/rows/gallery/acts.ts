import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { operations } from "@/lib/contracts/operations";
import { databasePool } from "@/lib/server/db/pools";
import type { Bench, Studio } from "../../bench";
import type { StudioClient } from "../../client";
import { type Measurement, NotMeasurable } from "../../measurement";
import { readMemory } from "../../memory";
import { median } from "../../statistics";
import type { Walls } from "../gallery";

const tagged = 10_000;
const zipped = 1_000;
const zippedFloor = 100;
const runs = 3;
const mebibyte = 2 ** 20;
const patienceMs = 120_000;

/** Acts on many images: a bulk tag, and a ZIP. */
export async function measureActs(
  bench: Bench,
  { client, app }: Studio,
  { long }: Walls,
): Promise<Measurement[]> {
  const inTeam = client.in(long.workspaceId);
  const ids = await visibleIds(long.workspaceId, tagged);
  bench.say(`gallery: tagging ${ids.length}`);
  const [times, floors]: [number[], number[]] = [[], []];
  for (let n = 0; n < runs; n += 1) {
    times.push(await timedTag(inTeam, ids));
    floors.push(await timedInsert(long.workspaceId, ids));
  }
  const lines: Measurement[] = [
    {
      what: `bulk tag of ${ids.length}, to its end`,
      value: median(times) / 1_000,
      unit: "s",
      floor: { what: "one statement", value: median(floors) / 1_000 },
      aim: { of: "value", most: 3 },
    },
  ];
  bench.say(`gallery: a ZIP of ${Math.min(zipped, ids.length)}`);
  // The first one also loads code.
  await takeZip(inTeam, ids.slice(0, zippedFloor), app.pid);
  const few = await takeZip(inTeam, ids.slice(0, zippedFloor), app.pid);
  const many = await takeZip(inTeam, ids.slice(0, zipped), app.pid);
  lines.push({
    what: `ZIP of ${Math.min(zipped, ids.length)}: memory grown while it is read`,
    value: many.grownBytes / mebibyte,
    unit: "MB",
    floor: { what: `of ${zippedFloor}`, value: few.grownBytes / mebibyte },
    aim: { of: "value", most: 64 },
    note: `${(many.bytes / mebibyte).toFixed(1)} MB in ${Math.round(many.ms)} ms`,
  });
  return lines;
}

async function visibleIds(workspaceId: string, count: number): Promise<string[]> {
  const { rows } = await databasePool().query<{ id: string }>(
    `SELECT id FROM "Image" WHERE "workspaceId" = $1 AND "deletedAt" IS NULL AND "audienceId" IS NULL
     ORDER BY "createdAt" DESC LIMIT $2`,
    [workspaceId, count],
  );
  return rows.map(({ id }) => id);
}

async function timedTag(client: StudioClient, imageIds: readonly string[]): Promise<number> {
  const body = { action: "tag", imageIds, tag: randomUUID().slice(0, 8) };
  const { reply } = operations["bulk.create"];
  const started = performance.now();
  const { id } = reply.parse(await client.post("/api/bulk", body));
  while (performance.now() - started < patienceMs) {
    const now = reply.parse(JSON.parse((await client.get(`/api/bulk/${id}`)).toString("utf8")));
    if (now.state === "done") return performance.now() - started;
    await wait(20);
  }
  throw new Error("the bulk act did not end");
}

/** The same rows by one statement. */
async function timedInsert(workspaceId: string, imageIds: readonly string[]): Promise<number> {
  const tagId = randomUUID();
  const pool = databasePool();
  await pool.query(
    `INSERT INTO "Tag" (id, "workspaceId", name, "nameKey") VALUES ($1::uuid, $2::uuid, $3::text, $3::text)`,
    [tagId, workspaceId, tagId],
  );
  const started = performance.now();
  await pool.query(
    `INSERT INTO "ImageTag" ("tagId", "imageId") SELECT $1::uuid, unnest($2::uuid[]) ON CONFLICT DO NOTHING`,
    [tagId, imageIds],
  );
  return performance.now() - started;
}

async function takeZip(client: StudioClient, imageIds: readonly string[], pid: number) {
  const { reply } = operations["downloads.create"];
  const { path } = reply.parse(await client.post("/api/downloads", { imageIds }));
  const before = await readMemory(pid, "VmRSS");
  let most = before;
  const sampler = setInterval(() => {
    void readMemory(pid, "VmRSS").then(
      (bytes) => (most = Math.max(most, bytes)),
      () => undefined,
    );
  }, 20);
  const started = performance.now();
  try {
    const { byteLength } = await client.get(path);
    if (byteLength === 0) throw new NotMeasurable("the ZIP is empty");
    return { bytes: byteLength, ms: performance.now() - started, grownBytes: most - before };
  } finally {
    clearInterval(sampler);
  }
}
