import type pg from "pg";
import { expect, test } from "vitest";
import { withBareDatabase } from "../testing/bare-database";
import { withClient } from "./connection";
import { applyMigrations, readMigrations } from "./migrations";

const gallery = "20261130152931_gallery";
const images = 3_000;
const id = (n: number) => `00000000-0000-7000-8000-00000000000${n}`;
const [ada, ben, team, shared, hidden, trashed] = [1, 2, 3, 4, 5, 6].map(id);

/** As the released schema has them: images in three threads, and uploads, over 20 months. */
async function fill(client: pg.Client): Promise<void> {
  const run = (sql: string, values: unknown[] = []) => client.query(sql, values);
  for (const user of [ada, ben]) {
    await run('INSERT INTO "User" (id, email, name) VALUES ($1, $2, $2)', [user, user]);
  }
  await run(`INSERT INTO "Workspace" (id, name, kind) VALUES ($1, 'w', 'team')`, [team]);
  await run(
    `INSERT INTO "Blob" VALUES ('wide', 'image/png', 1, 1600, 900, ''), ('tall', 'image/png', 1, 30, 40, '')`,
  );
  for (const [thread, visibility, deletedAt] of [
    [shared, "workspace", null],
    [hidden, "private", null],
    [trashed, "workspace", "2026-11-01T00:00:00Z"],
  ]) {
    await run(
      `INSERT INTO "Thread" (id, "workspaceId", "createdById", title, visibility, settings, "deletedAt")
       VALUES ($1, $2, $3, 'Harbour', $4::"Visibility", '{}', $5)`,
      [thread, team, ada, visibility, deletedAt],
    );
    await run(
      `INSERT INTO "Turn" (id, "threadId", "workspaceId", "createdById", prompt, settings, "idempotencyKey")
       VALUES ($1, $1, $2, $3, '灯塔 Lighthouse', '{}', $4)`,
      [thread, team, ada, thread],
    );
    await run(
      `INSERT INTO "Generation" (id, "turnId", "threadId", "workspaceId", "createdById", "keySource", position, model,
         endpoint, "isSandbox", "priceMicroUsd", "modelWords")
       VALUES ($1, $1, $1, $2, $3, 'sandbox', 0, 'm', 'chat', true, 0, 'Here is a BEACON')`,
      [thread, team, ada],
    );
  }
  await run(
    `INSERT INTO "Image" (id, "workspaceId", "createdById", origin, "generationId", "threadId", "audienceId", position,
       sha256, name, "createdAt")
     SELECT gen_random_uuid(), $1, $2, CASE WHEN made.id IS NULL THEN 'uploaded' ELSE 'generated' END::"ImageOrigin",
            made.id, made.id, CASE WHEN made.id IS NULL OR made.id = $4 THEN $2::uuid END, n,
            CASE WHEN n % 2 = 0 THEN 'wide' ELSE 'tall' END, 'IMG', '2026-11-15T12:00:00Z'::timestamptz - n % 20 * interval '1 month'
     FROM generate_series(1, $6) n
     LEFT JOIN LATERAL (SELECT (ARRAY[$3, $4, $5]::uuid[])[n % 4] AS id) made ON true`,
    [team, ada, shared, hidden, trashed, images],
  );
}

test("images of the released schema get their size, model, words, trash and counts", async () => {
  await withBareDatabase(async (url) => {
    const before = (await readMigrations()).filter(({ name }) => name < gallery);
    await applyMigrations(url, new Set(before.map(({ name }) => name)));
    await withClient(url, fill);
    expect(await applyMigrations(url)).toContain(gallery);

    await withClient(url, async (client) => {
      const rowsOf = async (sql: string) => (await client.query(sql)).rows;
      const groups = await rowsOf(
        `SELECT "threadId", width, height, model, "searchText", "deletedAt" IS NOT NULL AS gone, "isTrashedWithThread",
           count(*)::int FROM "Image" GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1 NULLS LAST, 2 DESC`,
      );
      const quarter = images / 4;
      const words = "灯塔 lighthouse\nimg\nharbour\nhere is a beacon";
      const made = { model: "m", searchText: words, gone: false, isTrashedWithThread: false };
      const upload = { ...made, threadId: null, model: null, searchText: "img" };
      const tall = { width: 30, height: 40, count: quarter };
      const wide = { width: 1600, height: 900, count: quarter };
      expect(groups).toEqual([
        { ...made, threadId: shared, ...tall },
        { ...made, threadId: hidden, ...wide },
        { ...made, threadId: trashed, ...tall, gone: true, isTrashedWithThread: true },
        { ...upload, ...wide },
      ]);
      // The kept counts are those of the rows.
      const counted = await rowsOf(
        `SELECT to_char(month, 'YYYY-MM') AS month, "audienceId" <> '00000000-0000-0000-0000-000000000000' AS own,
           "isUpload", count FROM "ImageCount" ORDER BY 1, 2, 3`,
      );
      const live = await rowsOf(
        `SELECT to_char("createdAt" AT TIME ZONE 'UTC', 'YYYY-MM') AS month, "audienceId" IS NOT NULL AS own,
           origin <> 'generated' AS "isUpload", count(*)::int
         FROM "Image" WHERE "deletedAt" IS NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
      );
      expect(counted).toEqual(live);
      expect(new Set(counted.map(({ month }) => month)).size).toBe(15);
      // Each upload is a stack; the two threads that are not in the trash are one, by thread and by turn.
      const stacks = await rowsOf(
        `SELECT kind, sum(stacks)::int AS stacks, sum(images)::int AS images FROM "StackCount" GROUP BY kind ORDER BY kind`,
      );
      expect(stacks).toEqual(
        ["turn", "thread"].map((kind) => ({ kind, stacks: quarter + 2, images: 3 * quarter })),
      );
      const found = await rowsOf(
        `SELECT count(*)::int FROM "Image" WHERE search_grams("searchText") @> search_query_grams('beacon') AND "deletedAt" IS NULL`,
      );
      expect(found).toEqual([{ count: 2 * quarter }]);
    });
  });
});
