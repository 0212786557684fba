import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Logger, runMigrations } from "graphile-worker";
import type { TestProject } from "vitest/node";
import { openCluster } from "../database/cluster";
import { withClient } from "../database/connection";
import { applyMigrations } from "../database/migrations";

/** A PostgreSQL for tests: empty, in the temporary folder, without durability. */
export interface TestServer {
  /** Connection string of a database. */
  url(database: string): string;
  stop(): Promise<void>;
}

/** Template of every test database: migrated, with the queue's tables, no rows. */
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
    // The queue's tables, as an earlier start leaves them.
    await runMigrations({
      connectionString: cluster.url(templateName),
      logger: new Logger(() => () => {}),
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: cluster.url, stop };
}

/**
 * Environment variable with the connection string of the server's `postgres` database. `npm test` starts one server for
 * everything; `vitest` alone starts its own.
 */
export const serverVariable = "PENTIMENTO_TEST_SERVER";

/** Environment variable with the addresses of the instances for wire tests (own-studio.ts). */
export const studioVariable = "PENTIMENTO_TEST_STUDIO";

/** Vitest's global setup of the integration tests. */
export default async function setup(_project: TestProject): Promise<(() => Promise<void>) | void> {
  if (process.env[serverVariable]) return;
  const server = await startTestServer();
  process.env[serverVariable] = server.url("postgres");
  return server.stop;
}
