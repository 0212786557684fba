import { mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { closeDatabase } from "@/lib/server/db";
import { type Cluster, openCluster } from "../database/cluster";
import { withClient } from "../database/connection";
import { applyMigrations } from "../database/migrations";
import { processSettings } from "../setup/process-settings";
import { startApp, type TestApp } from "../testing/app";
import { StudioClient } from "./client";
import { HoldingUpstream } from "./upstream";

/** A studio with its owner signed in, and the upstream that it calls. */
export interface Studio {
  app: TestApp;
  client: StudioClient;
  upstream: HoldingUpstream;
}

/** What rows measure on. */
export interface Bench {
  /** A folder on the disk that the studios' pictures and database are on. */
  folder: string;
  /** The database of the studio that is open, on a PostgreSQL as safe as in production. */
  databaseUrl: string;
  /** Runs `use` on a studio of its own: the production build, an empty database, an empty data folder. */
  withStudio<T>(env: Record<string, string>, use: (studio: Studio) => Promise<T>): Promise<T>;
  /** Says what is being done, for whoever waits. */
  say(text: string): void;
  /** Ends and removes everything. */
  close(): Promise<void>;
}

const database = "bench";
const template = "bench_template";

/**
 * Starts a PostgreSQL for the run. Everything lies under the system's temporary folder (`TMPDIR` chooses another disk).
 * One studio is open at a time, always on the same address of the database, so that the benchmark's own process can
 * use the studio's code on it.
 */
export async function openBench(say: (text: string) => void): Promise<Bench> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "pentimento-bench-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  let cluster: Cluster;
  try {
    cluster = await openCluster({
      directory: path.join(folder, "postgres"),
      logFile: path.join(folder, "postgres.log"),
    });
  } catch (error) {
    await remove();
    throw error;
  }
  const administer = (statement: string) =>
    withClient(cluster.url("postgres"), (client) => client.query(statement));
  let open: { stop(): Promise<void> } | undefined;

  const close = async () => {
    await open?.stop();
    await closeDatabase();
    await cluster.stop();
    await remove();
  };
  try {
    await administer(`CREATE DATABASE ${template}`);
    await applyMigrations(cluster.url(template));
  } catch (error) {
    await close();
    throw error;
  }
  const databaseUrl = cluster.url(database);
  // Before the first use of the studio's code here, which reads them once.
  process.env.DATABASE_URL = databaseUrl;
  process.env.DATA_DIR = path.join(folder, "data");
  process.env.LOG_LEVEL = "silent";

  return {
    folder,
    databaseUrl,
    say,
    close,
    async withStudio(env, use) {
      const dataDir = path.join(folder, "data");
      await mkdir(dataDir, { recursive: true });
      await administer(`CREATE DATABASE ${database} TEMPLATE ${template}`);
      const upstream = await HoldingUpstream.start();
      const app = await startApp({
        dataDir,
        databaseUrl,
        env: {
          UPSTREAM_API_KEY: "bench",
          UPSTREAM_BASE_URL: upstream.baseUrl,
          DRAIN_SECONDS: "0",
          ...processSettings,
          ...env,
        },
      });
      open = app;
      try {
        return await use({ app, upstream, client: await StudioClient.firstVisit(app.url) });
      } finally {
        await app.stop();
        open = undefined;
        await upstream.stop();
        await closeDatabase();
        await administer(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
        await rm(dataDir, { recursive: true, force: true });
      }
    },
  };
}
