import type pg from "pg";
import { readMigrations } from "../database/migrations";

/** Approximate size of a part, and so the memory that one needs. */
const PART_BYTES = 1024 * 1024;
const FETCH_ROWS = 200;

/** Rows of a table as JSON lines. */
export interface TablePart {
  bytes: Buffer;
  rows: number;
}

/** Fixed formats for values, and no statement timeout for a long read. */
export async function configureSession(client: pg.Client): Promise<void> {
  await client.query(
    `SET LOCAL TIME ZONE 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL bytea_output = 'hex';
     SET LOCAL extra_float_digits = 3; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;
     SET LOCAL idle_in_transaction_session_timeout = 0`,
  );
}

/**
 * The instance's own tables in a fixed order: those that a migration created. Other programs may use the database too,
 * and the queue has its own schema.
 */
export async function listTables(client: pg.Client): Promise<string[]> {
  const migrations = await readMigrations();
  const made = migrations.flatMap(({ sql }) =>
    [...sql.matchAll(/^CREATE TABLE "(\w+)"/gm)].map(([, name]) => name),
  );
  const { rows } = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables
     WHERE schemaname = current_schema() AND tablename = ANY ($1) ORDER BY tablename COLLATE "C"`,
    [made],
  );
  return rows.map(({ name }) => name);
}

/** Orders by the primary key as text with a fixed collation, so that equal rows give equal parts on any server. */
async function orderOf(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT a.attname AS name FROM pg_index i
     JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
     WHERE i.indisprimary AND i.indrelid = $1::regclass ORDER BY a.attnum`,
    [quote(table)],
  );
  const columns = rows.map(({ name }) => `t.${quote(name)}::text COLLATE "C"`);
  return columns.length > 0 ? `ORDER BY ${columns.join(", ")}` : "";
}

/** Reads a table in parts, in constant memory. Requires a transaction with the session settings applied. */
export async function* readParts(client: pg.Client, table: string): AsyncGenerator<TablePart> {
  await client.query(
    `DECLARE parts NO SCROLL CURSOR FOR
     SELECT row_to_json(t)::text AS line FROM ${quote(table)} t ${await orderOf(client, table)}`,
  );
  let lines: string[] = [];
  let length = 0;
  const cut = () => {
    const part = { bytes: Buffer.from(`${lines.join("\n")}\n`), rows: lines.length };
    lines = [];
    length = 0;
    return part;
  };
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`FETCH ${FETCH_ROWS} FROM parts`);
    for (const { line } of rows) {
      lines.push(line);
      length += line.length;
      if (length >= PART_BYTES) yield cut();
    }
    if (rows.length < FETCH_ROWS) break;
  }
  if (lines.length > 0) yield cut();
  await client.query("CLOSE parts");
}

/** Inserts the rows of a part. */
export async function loadPart(client: pg.Client, table: string, bytes: Buffer): Promise<void> {
  const rows = bytes.toString("utf8").trimEnd().replaceAll("\n", ",");
  await client.query(
    `INSERT INTO ${quote(table)} SELECT * FROM json_populate_recordset(NULL::${quote(table)}, $1::json)`,
    [`[${rows}]`],
  );
}

/**
 * Keeps triggers from changing restored rows, which are as they were when the backup was made. Returns a function that
 * enables them again.
 */
export async function disableTriggers(client: pg.Client): Promise<() => Promise<void>> {
  const tables = await listTables(client);
  const set = async (state: "DISABLE" | "ENABLE") => {
    for (const table of tables) {
      await client.query(`ALTER TABLE ${quote(table)} ${state} TRIGGER USER`);
    }
  };
  await set("DISABLE");
  return () => set("ENABLE");
}

/**
 * Drops all foreign keys, because rows reference each other in cycles. Returns a function that restores and so checks
 * them.
 */
export async function dropForeignKeys(client: pg.Client): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(
    `SELECT c.relname AS table, k.conname AS name, pg_get_constraintdef(k.oid) AS definition
     FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
     WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace`,
  );
  for (const { table, name } of rows) {
    await client.query(`ALTER TABLE ${quote(table)} DROP CONSTRAINT ${quote(name)}`);
  }
  return async () => {
    for (const { table, name, definition } of rows) {
      await client.query(`ALTER TABLE ${quote(table)} ADD CONSTRAINT ${quote(name)} ${definition}`);
    }
  };
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
