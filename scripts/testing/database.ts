import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { withClient } from "../database/connection";
import { errorCode } from "../setup/failure";
import { serverVariable, templateName } from "./server";

/** A migrated, empty database. */
export interface TestDatabase {
  /** Connection string for `DATABASE_URL`. */
  url: string;
  /** Drops it, even while clients are connected. */
  drop(): Promise<void>;
}

/**
 * Creates a database on the run's server in about 30 ms. In an integration test `DATABASE_URL` already names one per
 * file; this is for a second one.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env[serverVariable];
  if (!server)
    throw new Error("There is no test server: run this in vitest's integration project.");
  const name = `test_${randomBytes(8).toString("hex")}`;
  await withClient(server, async (client) => {
    for (;;) {
      try {
        // Half the time of the default strategy, which logs every page.
        await client.query(`CREATE DATABASE ${name} TEMPLATE ${templateName} STRATEGY FILE_COPY`);
        return;
      } catch (error) {
        if (errorCode(error) !== "55006") throw error; // the template is being copied by another test
        await wait(20);
      }
    }
  });
  return {
    url: server.replace("/postgres?", `/${name}?`),
    drop: () =>
      withClient(server, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}
