import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { createTestDatabase } from "./database";
import { forgetProcess, renewProcess } from "./fresh-process";

// Before an integration test file loads: sets up its own database and data folder, named the way `npm start` names
// them.

renewProcess();
const database = await createTestDatabase();
const folder = await mkdtemp(path.join(os.tmpdir(), "pentimento-data-"));
process.env.LOG_LEVEL ??= "silent";
process.env.DATABASE_URL = database.url;
process.env.DATA_DIR = folder;

afterAll(async () => {
  await forgetProcess();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});
