import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { openCluster } from "../database/cluster";
import { withClient } from "../database/connection";
import { applyMigrations } from "../database/migrations";

/** A PostgreSQL for tests: empty, in the temporary folder, and without the safety that costs time. */
export interface TestServer {
  /** The connection string of one of its databases. */
  url(database: string): string;
  stop(): Promise<void>;
}

/** The database that every test database is a copy of: all migrations, no rows. */
export const templateName = "pentimento_template";

/** Starts a server and prepares the template. `stop()` removes everything. */
export async function startTestServer(): Promise<TestServer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "pentimento-test-"));
  const cluster = await openCluster({
    directory: path.join(folder, "postgres"),
    logFile: path.join(folder, "postgres.log"),
    isDurable: false,
  });
  const stop = async () => {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await withClient(cluster.url("postgres"), (client) =>
      client.query(`CREATE DATABASE ${templateName}`),
    );
    await applyMigrations(cluster.url(templateName));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: cluster.url, stop };
}

/**
 * The variable that names the server to tests, as the connection string of its `postgres` database.
 * `npm test` starts one server for everything; a lone `vitest` gets its own here.
 */
export const serverVariable = "PENTIMENTO_TEST_SERVER";

/** The variable that names to tests the address of the studio that they may knock at (own-studio.ts). */
export const studioVariable = "PENTIMENTO_TEST_STUDIO";

/** Vitest's global set-up of the integration tests. */
export default async function setup(_project: TestProject): Promise<(() => Promise<void>) | void> {
  if (process.env[serverVariable]) return;
  const server = await startTestServer();
  process.env[serverVariable] = server.url("postgres");
  return server.stop;
}
