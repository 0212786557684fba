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

/** An instance with its owner signed in, and its upstream. */
export interface Studio {
  app: TestApp;
  client: StudioClient;
  upstream: HoldingUpstream;
}

/** The environment of the rows. */
export interface Bench {
  /** Pictures of a long history. */
  images: number;
  /** A folder on the disk that holds images and database. */
  folder: string;
  /** The open instance's database, on a PostgreSQL with production durability. */
  databaseUrl: string;
  /** The PostgreSQL itself: a superuser's connection, its log, and its first process. */
  database: { url: string; logFile: string; pid: number };
  /** Runs `use` with a fresh instance: production build, empty database, empty data folder. */
  withStudio<T>(env: Record<string, string>, use: (studio: Studio) => Promise<T>): Promise<T>;
  /** Reports progress. */
  say(text: string): void;
  /** Stops and removes everything. */
  close(): Promise<void>;
}

const database = "bench";
const template = "bench_template";

/**
 * Starts a PostgreSQL for the run. All files are in the system's temporary folder (`TMPDIR` selects another disk). One
 * instance runs at a time, always on the same database address, so that this process can use the server's code on it.
 */
export async function openBench(
  say: (text: string) => void,
  { images }: { images: number },
): Promise<Bench> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "pentimento-bench-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  const logFile = path.join(folder, "postgres.log");
  let cluster: Cluster;
  try {
    cluster = await openCluster({ directory: path.join(folder, "postgres"), logFile });
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
  // Set before the first import of server code, which reads it once.
  process.env.DATABASE_URL = databaseUrl;
  process.env.DATA_DIR = path.join(folder, "data");
  process.env.LOG_LEVEL = "silent";

  return {
    images,
    folder,
    databaseUrl,
    database: { url: databaseUrl, logFile, pid: cluster.pid },
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
