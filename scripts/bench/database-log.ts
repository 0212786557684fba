import { open } from "node:fs/promises";
import { withClient } from "../database/connection";

export type DatabaseLog = {
  /** A superuser's connection. */
  url: string;
  logFile: string;
};

/** What PostgreSQL logs with these settings while `work` runs. */
export async function readLogDuring(
  { url, logFile }: DatabaseLog,
  settings: Record<string, string>,
  work: () => Promise<void>,
): Promise<string> {
  await withClient(url, async (client) => {
    for (const [name, value] of Object.entries(settings)) {
      await client.query(`ALTER SYSTEM SET ${name} = '${value}'`);
    }
    await client.query("SELECT pg_reload_conf()");
  });
  const file = await open(logFile);
  try {
    const { size: start } = await file.stat();
    await work();
    const { size: end } = await file.stat();
    const { buffer } = await file.read({ buffer: Buffer.alloc(end - start), position: start });
    return buffer.toString("utf8");
  } finally {
    await file.close();
    await withClient(url, async (client) => {
      for (const name of Object.keys(settings)) await client.query(`ALTER SYSTEM RESET ${name}`);
      await client.query("SELECT pg_reload_conf()");
    });
  }
}
