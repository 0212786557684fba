import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { Canary } from "@/e2e/fixtures/canary";
import { databasePool } from "@/lib/server/database-pools";

/** Secrets that must be nowhere, and everything that was said or kept, to look for them in at the end. */
export class Sweep {
  readonly #canaries = new Map<string, Canary>();
  readonly #heard: { where: string; bytes: Buffer }[] = [];

  guard(name: string, secret: string): void {
    if (secret === "") throw new Error(`there is no ${name} to look for`);
    this.#canaries.set(name, new Canary(secret));
  }

  hear(where: string, bytes: Buffer | string): void {
    this.#heard.push({ where, bytes: Buffer.from(bytes) });
  }

  /** Every row of every table, the queue's too, as PostgreSQL prints it. */
  async hearDatabase(): Promise<void> {
    const pool = databasePool();
    const { rows: tables } = await pool.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    for (const { name } of tables) {
      const { rows } = await pool.query<{ line: string }>(`SELECT t::text AS line FROM ${name} t`);
      this.hear(`table ${name}`, rows.map(({ line }) => line).join("\n"));
    }
  }

  async hearFolder(folder: string): Promise<void> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((one) => one.isFile())) {
      const file = path.join(entry.parentPath, entry.name);
      this.hear(path.relative(folder, file), await readFile(file));
    }
  }

  /** All that was heard from places whose name begins so, for a look at whether there was anything to hear. */
  said(where: string): string {
    const parts = this.#heard.filter((part) => part.where.startsWith(where));
    return parts.map(({ bytes }) => bytes.toString()).join("\n");
  }

  /** Which secret was seen where: must be empty. */
  sightings(): string[] {
    for (const [name, canary] of this.#canaries) {
      for (const { where, bytes } of this.#heard) canary.look(`${name}: ${where}`, bytes);
    }
    return [...this.#canaries.values()].flatMap(({ sightings }) => sightings);
  }
}
