import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { Canary } from "@/e2e/fixtures/canary";
import { databasePool } from "@/lib/server/db/pools";

/** Collects all output and stored data, and finds secrets in it. */
export class Sweep {
  readonly #canaries = new Map<string, Canary>();
  readonly #records: { where: string; bytes: Buffer }[] = [];

  guard(name: string, secret: string): void {
    if (secret === "") throw new Error(`there is no ${name} to look for`);
    this.#canaries.set(name, new Canary(secret));
  }

  record(where: string, bytes: Buffer | string): void {
    this.#records.push({ where, bytes: Buffer.from(bytes) });
  }

  /** Adds every row of every table, the queue's included, as PostgreSQL prints it. */
  async recordDatabase(): Promise<void> {
    const pool = databasePool();
    const { rows: tables } = await pool.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    for (const { name } of tables) {
      const { rows } = await pool.query<{ line: string }>(`SELECT t::text AS line FROM ${name} t`);
      this.record(`table ${name}`, rows.map(({ line }) => line).join("\n"));
    }
  }

  async recordFolder(folder: string): Promise<void> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((one) => one.isFile())) {
      const file = path.join(entry.parentPath, entry.name);
      this.record(path.relative(folder, file), await readFile(file));
    }
  }

  /** All recorded text of sources whose name starts with `where`, to check that a source was not empty. */
  textOf(where: string): string {
    const parts = this.#records.filter((part) => part.where.startsWith(where));
    return parts.map(({ bytes }) => bytes.toString()).join("\n");
  }

  /** Which secret was found where: must be empty. */
  sightings(): string[] {
    for (const [name, canary] of this.#canaries) {
      for (const { where, bytes } of this.#records) canary.look(`${name}: ${where}`, bytes);
    }
    return [...this.#canaries.values()].flatMap(({ sightings }) => sightings);
  }
}
