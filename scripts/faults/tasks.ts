import { createHash, randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import { importView } from "@/lib/contracts/imports";
import type { BulkBody } from "@/lib/contracts/bulk";
import type { Api } from "../../e2e/fixtures/api";
import { png } from "../../e2e/upstream/pictures";
import { withClient } from "../database/connection";
import { makeZip } from "../testing/zip";
import { chanceOf } from "./random";
import type { FaultStudio } from "./studio";

export interface TaskRun {
  seed: number;
  studio: FaultStudio;
  databaseUrl: string;
  say: (text: string) => void;
}

/** Rows that bulk acts work on, and pictures that are imported. */
const IMAGES = 6_000;
const PURGED = 3_000;
const IMPORTED = 400;
/** A task whose worker died is started again after half a minute. */
const PATIENCE_MS = 240_000;

/** Kills all workers during a bulk act, a purge and an import; returns what was lost or done twice. */
export async function runTaskFaults(run: TaskRun, api: Api): Promise<string[]> {
  const wrong: string[] = [];
  const check = (what: string, is: unknown, expected: unknown) => {
    const [found, wanted] = [JSON.stringify(is), JSON.stringify(expected)];
    if (found !== wanted) wrong.push(`${what}: ${found}, not ${wanted}`);
  };
  const read = <T extends object>(sql: string, values: unknown[] = []) =>
    withClient(run.databaseUrl, async (client) => (await client.query<T>(sql, values)).rows);
  await withClient(run.databaseUrl, (client) => addImages(client, api));

  const tagged = await bulk(run, api, { action: "tag", query: "task", tag: "kept" });
  check("tag", [tagged.state, tagged.done, tagged.changed], ["done", IMAGES, IMAGES]);
  check("tags", await read(`SELECT count(*)::int FROM "ImageTag"`), [{ count: IMAGES }]);

  const trashed = await bulk(run, api, { action: "trash", query: '"doomed task"' });
  check("trash", [trashed.done, trashed.changed], [PURGED, PURGED]);
  const purged = await bulk(run, api, { action: "purge", view: "trash" });
  check("purge", [purged.state, purged.done, purged.changed], ["done", PURGED, PURGED]);
  const states = await read(`
    SELECT count(*) FILTER (WHERE "purgedAt" IS NOT NULL AND sha256 IS NULL AND name = '')::int AS purged,
      count(*) FILTER (WHERE "deletedAt" IS NULL AND name = 'task')::int AS kept,
      count(*) FILTER (WHERE "deletedAt" IS NOT NULL AND "purgedAt" IS NULL)::int AS between
    FROM "Image" WHERE "generationId" IS NULL AND (name = 'task' OR "deletedAt" IS NOT NULL)`);
  check("images after the purge", states, [{ purged: PURGED, kept: IMAGES - PURGED, between: 0 }]);
  const entries = await read(`
    SELECT act, (details->>'count')::int AS count FROM "AuditEntry"
    WHERE act IN ('picture.trashed', 'picture.purged') ORDER BY id`);
  check("audit entries", entries, [
    { act: "picture.trashed", count: PURGED },
    { act: "picture.purged", count: PURGED },
  ]);
  const doubled = await read(`
    SELECT id FROM "BulkAct" WHERE cardinality("changedIds") <> (SELECT count(DISTINCT one) FROM unnest("changedIds") one)`);
  check("images that an act changed twice", doubled, []);

  const sums = await importPictures(run, api, check);
  const stored = await read<{ sha256: string; count: number }>(
    `SELECT sha256, count(*)::int FROM "Image" WHERE name LIKE 'import %' GROUP BY sha256`,
  );
  check("imported images", stored.length, sums.size);
  check(
    "pictures imported twice, or altered",
    stored.filter(({ sha256, count }) => count !== 1 || !sums.has(sha256)),
    [],
  );
  const counts = await read(`
    SELECT (SELECT sum(count)::int FROM "ImageCount")
      - (SELECT count(*)::int FROM "Image" WHERE "deletedAt" IS NULL) AS off`);
  check("the wall's counts", counts, [{ off: 0 }]);
  return wrong;
}

/** As many uploads, which share the bytes of one. */
async function addImages(client: pg.Client, api: Api): Promise<void> {
  const { id } = await api.upload(await png(80, 60, 5_000), "task.png");
  await client.query(
    `INSERT INTO "Image" (id, "workspaceId", "createdById", origin, "audienceId", sha256, name)
     SELECT gen_random_uuid(), "workspaceId", "createdById", origin, "audienceId", sha256,
       CASE WHEN n <= $2 THEN 'doomed task' ELSE 'task' END
     FROM "Image", generate_series(1, $3::int) n WHERE id = $1`,
    [id, PURGED, IMAGES],
  );
  await client.query(`DELETE FROM "Image" WHERE id = $1`, [id]);
}

async function bulk(run: TaskRun, api: Api, body: BulkBody) {
  const { id } = await api.call("bulk.create", { body });
  const look = () => api.call("bulk.detail", { params: { bulkId: id } });
  run.say(`workers are killed during a bulk act: ${body.action}`);
  await killDuring(run, body.action, look);
  return untilOver(look, ({ finishedAt }) => finishedAt !== null);
}

/** Kills both workers as soon as some work is done, twice. */
async function killDuring(
  { studio, seed }: TaskRun,
  what: string,
  look: () => Promise<{ done: number; total: number; finishedAt: string | null }>,
): Promise<void> {
  const chance = chanceOf(seed, what, "tasks");
  for (const part of [0.05 + chance() * 0.2, 0.3 + chance() * 0.4]) {
    await untilOver(
      look,
      ({ done, total, finishedAt }) => done >= total * part || finishedAt !== null,
    );
    await Promise.all([studio.killWorker(0), studio.killWorker(1)]);
    await Promise.all([studio.startWorker(0), studio.startWorker(1)]);
  }
}

async function importPictures(
  run: TaskRun,
  api: Api,
  check: (what: string, is: unknown, expected: unknown) => void,
): Promise<Set<string>> {
  const files = await Promise.all(
    Array.from({ length: IMPORTED }, async (_, n) => ({
      name: `import ${n}.png`,
      bytes: await png(40 + n, 30, 7_000 + n),
    })),
  );
  const { status, body } = await api.send("POST", `/api/imports?name=${randomUUID()}.zip`, {
    headers: { "content-type": "application/zip" },
    body: makeZip(files),
  });
  check("upload of the archive", status, 202);
  const params = { importId: importView.parse(body).id };
  const look = () => api.call("imports.detail", { params });
  run.say("workers are killed during a dry run");
  await killDuring(run, "inspect", look);
  const ready = await untilOver(look, ({ state }) => state !== "inspecting");
  check("dry run", [ready.state, ready.new], ["ready", IMPORTED]);
  await api.call("imports.start", { params, body: {} });
  run.say("workers are killed during an import");
  await killDuring(run, "import", look);
  const over = await untilOver(look, ({ finishedAt }) => finishedAt !== null);
  check("import", [over.state, over.imported, over.refused], ["done", IMPORTED, 0]);
  return new Set(files.map(({ bytes }) => createHash("sha256").update(bytes).digest("hex")));
}

async function untilOver<T>(look: () => Promise<T>, isOver: (now: T) => boolean): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const now = await look();
    if (isOver(now) || Date.now() > deadline) return now;
    await wait(20);
  }
}
