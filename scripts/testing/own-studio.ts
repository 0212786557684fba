import { afterAll, inject } from "vitest";
import { withClient } from "../database/connection";
import { forgetProcess, renewProcess } from "./fresh-process";
import { studioVariable } from "./server";

// Before a wire test file loads: uses the worker's instance (studios.ts), with its database, data folder and secret.
// Files of a worker run one after another, and each starts with an empty instance.

renewProcess();
const studio = inject("studios")[Number(process.env.VITEST_POOL_ID) - 1];
if (studio === undefined) throw new Error("no studio was started for this worker");
await withClient(studio.databaseUrl, (client) =>
  client.query(`DO $$ BEGIN EXECUTE (
    SELECT 'TRUNCATE ' || string_agg(format('%I', tablename), ', ') FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'); END $$`),
);
process.env.LOG_LEVEL ??= "silent";
process.env.DATABASE_URL = studio.databaseUrl;
process.env.DATA_DIR = studio.dataDir;
process.env[studioVariable] = studio.url;

afterAll(forgetProcess);
