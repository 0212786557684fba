import type pg from "pg";
import { expect, test } from "vitest";
import { withBareDatabase } from "../testing/bare-database";
import { withClient } from "./connection";
import { applyMigrations, readMigrations } from "./migrations";

const search = "20261130121900_search";
const id = (n: number) => `00000000-0000-7000-8000-00000000000${n}`;
const [ada, ben, team, shared, hidden] = [1, 2, 3, 4, 5].map(id);

async function fill(client: pg.Client): Promise<void> {
  const run = (sql: string, values: unknown[]) => client.query(sql, values);
  for (const user of [ada, ben]) {
    await run('INSERT INTO "User" (id, email, name) VALUES ($1, $2, $2)', [user, user]);
  }
  await run(`INSERT INTO "Workspace" (id, name, kind) VALUES ($1, 'w', 'team')`, [team]);
  await run(`INSERT INTO "Blob" VALUES ('s', 'image/png', 1, 1, 1, '')`, []);
  for (const [thread, visibility, title] of [
    [shared, "workspace", "海边 Harbour"],
    [hidden, "private", "Secret"],
  ]) {
    await run(
      `INSERT INTO "Thread" (id, "workspaceId", "createdById", title, visibility, settings)
       VALUES ($1, $2, $3, $4, $5::"Visibility", '{}')`,
      [thread, team, ada, title, visibility],
    );
    // Ben's turn in each: the title of the hidden thread is not his to find.
    await run(
      `INSERT INTO "Turn" (id, "threadId", "workspaceId", "createdById", prompt, settings, "idempotencyKey")
       VALUES ($1, $1, $2, $3, '悬崖上的灯塔 Lighthouse', '{}', $4)`,
      [thread, team, ben, thread],
    );
    await run(
      `INSERT INTO "Generation" (id, "turnId", "threadId", "workspaceId", "createdById", "keySource", position, model, endpoint, "isSandbox", "priceMicroUsd")
       VALUES ($1, $1, $1, $2, $3, 'sandbox', 0, 'm', 'chat', true, 0)`,
      [thread, team, ben],
    );
    await run(
      `INSERT INTO "Image" (id, "workspaceId", "createdById", origin, "generationId", "threadId", sha256, name)
       VALUES ($1, $2, $3, 'generated', $1, $1, 's', '悬崖上的灯塔')`,
      [thread, team, ben],
    );
  }
  await run(
    `INSERT INTO "Image" (id, "workspaceId", "createdById", origin, sha256, name)
     VALUES ($1, $2, $3, 'uploaded', 's', 'IMG 1.PNG')`,
    [id(6), team, ada],
  );
}

test("images of an earlier version become searchable, whatever the locale of the database", async () => {
  await withBareDatabase(async (url) => {
    const before = (await readMigrations()).filter(({ name }) => name < search);
    await applyMigrations(url, new Set(before.map(({ name }) => name)));
    await withClient(url, fill);
    expect(await applyMigrations(url)).toContain(search);

    await withClient(url, async (client) => {
      const texts = await client.query('SELECT "searchText" FROM "Image" ORDER BY id');
      expect(texts.rows.map((row) => row.searchText)).toEqual([
        "悬崖上的灯塔 lighthouse\n海边 harbour",
        "悬崖上的灯塔 lighthouse",
        "img 1.png",
      ]);
      const find = async (fragment: string) => {
        const { rows } = await client.query(
          `SELECT id FROM "Image" WHERE search_grams("searchText") @> search_query_grams($1) ORDER BY id`,
          [fragment],
        );
        return rows.map((row) => row.id);
      };
      expect(await find("灯塔")).toEqual([shared, hidden]);
      expect(await find("海")).toEqual([shared]);
      expect(await find("Light")).toEqual([shared, hidden]);
    });
  });
});
