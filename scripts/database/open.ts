import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "../setup/failure";
import { type Cluster, DISK_FULL, openCluster } from "./cluster";
import { withClient } from "./connection";

const database = "pentimento";

/** The embedded database of a data folder, kept running. */
export interface EmbeddedDatabase {
  url: string;
  wasRunning: boolean;
  stop(): Promise<void>;
}

/** Gives up on a server that ends more often than this within a minute. */
const mostRestarts = 5;
/** Pause between restarts while the disk is full. Answers that arrive meanwhile wait in the spool. */
const fullDiskPauseMs = 2_000;

async function ensureDatabase(cluster: Cluster): Promise<void> {
  await withClient(cluster.url("postgres"), async (client) => {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [
      database,
    ]);
    if (!rowCount) await client.query(`CREATE DATABASE ${database}`);
  });
}

/** WAL segments to create in advance, 16 MB each. */
const spareWalSegments = 3;

/**
 * Creates spare WAL segments, so that the server can keep writing for a while when the disk is full: it stops when it
 * cannot write its WAL. Used segments are recycled.
 */
async function createSpareWal(cluster: Cluster): Promise<void> {
  await withClient(cluster.url("postgres"), async (client) => {
    const { rows } = await client.query("SELECT count(*)::int AS parts FROM pg_ls_waldir()");
    if (rows[0].parts >= spareWalSegments) return;
    for (let part = rows[0].parts; part < spareWalSegments; part += 1) {
      await client.query("SELECT pg_logical_emit_message(false, 'pentimento', '')");
      await client.query("SELECT pg_switch_wal()");
    }
    await client.query("CHECKPOINT");
  });
}

/**
 * Opens the embedded database under a data folder and restarts its server if it ends unexpectedly: running, paid calls
 * need it when their answers arrive.
 *
 * @param onLost called when it cannot be kept running; with null the server is not restarted (a command next to a
 * running studio must not restart what the studio stops)
 */
export async function openEmbedded(
  dataFolder: string,
  onLost: ((error: unknown) => void) | null,
): Promise<EmbeddedDatabase> {
  const options = {
    directory: path.join(dataFolder, "postgres"),
    logFile: path.join(dataFolder, "postgres.log"),
  };
  let cluster = await openCluster(options);
  await ensureDatabase(cluster);
  // A full disk must not prevent the start.
  await createSpareWal(cluster).catch(() => undefined);
  const stopping = new AbortController();
  let restarts: number[] = [];
  /** A restart in progress; stopping waits for it, or the server would outlive us. */
  let restarting: Promise<unknown> = Promise.resolve();

  const restart = async () => {
    let isReported = false;
    while (!stopping.signal.aborted) {
      try {
        cluster = await openCluster(options);
        return watch(cluster);
      } catch (error) {
        if (!(error instanceof Failure) || error.message !== DISK_FULL) throw error;
        if (!isReported)
          console.error("! The disk is full. PostgreSQL restarts once there is space.");
        isReported = true;
        await wait(fullDiskPauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };

  const watch = (watched: Cluster) => {
    if (onLost === null) return;
    watched.exited
      .then(async () => {
        if (stopping.signal.aborted) return;
        restarts = [...restarts.filter((at) => Date.now() - at < 60_000), Date.now()];
        if (restarts.length > mostRestarts) throw new Error("PostgreSQL keeps ending");
        console.error("! PostgreSQL ended unexpectedly; restarting it.");
        restarting = restart();
        await restarting;
      })
      .catch(onLost);
  };
  watch(cluster);

  return {
    url: cluster.url(database),
    wasRunning: cluster.wasRunning,
    stop: async () => {
      stopping.abort();
      await restarting.catch(() => undefined); // already reported to onLost
      await cluster.stop();
    },
  };
}
