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

/** A server that ends more often than this within a minute is not worth starting again. */
const mostRestarts = 5;
/** Between tries to start on a disk that is full. Answers that have arrived wait in the spool meanwhile. */
const fullDiskPauseMs = 2_000;

async function ensureDatabase(cluster: Cluster): Promise<void> {
  await withClient(cluster.url("postgres"), async (client) => {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [
      database,
    ]);
    if (!rowCount) await client.query(`CREATE DATABASE ${database}`);
  });
}

/** Parts of the log of changes that are there before they are needed, 16 MB each. */
const sparePartsOfLog = 3;

/**
 * Makes the server's log of changes large enough to be written on for a while when the disk is full: it stops where it
 * cannot write its log. Parts that were used once are used again.
 */
async function makeSpareLog(cluster: Cluster): Promise<void> {
  await withClient(cluster.url("postgres"), async (client) => {
    const { rows } = await client.query("SELECT count(*)::int AS parts FROM pg_ls_waldir()");
    if (rows[0].parts >= sparePartsOfLog) return;
    for (let part = rows[0].parts; part < sparePartsOfLog; part += 1) {
      await client.query("SELECT pg_logical_emit_message(false, 'pentimento', '')");
      await client.query("SELECT pg_switch_wal()");
    }
    await client.query("CHECKPOINT");
  });
}

/**
 * Opens the embedded database under a data folder and starts its server again should it end by itself: calls that
 * are under way and paid for must find it when their answers come.
 *
 * @param onLost called when it cannot be kept running; null leaves a server alone that ends (a command that is run
 *   beside a studio must not start again what the studio stops)
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
  // A disk that is full already is no reason not to start.
  await makeSpareLog(cluster).catch(() => undefined);
  const stopping = new AbortController();
  let restarts: number[] = [];
  /** A start that is under way; whoever stops has to wait for it, or it would outlive us. */
  let restarting: Promise<unknown> = Promise.resolve();

  const restart = async () => {
    let isTold = false;
    while (!stopping.signal.aborted) {
      try {
        cluster = await openCluster(options);
        return watch(cluster);
      } catch (error) {
        if (!(error instanceof Failure) || error.message !== DISK_FULL) throw error;
        if (!isTold) console.error("! The disk is full. PostgreSQL starts once there is room.");
        isTold = true;
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
        console.error("! PostgreSQL ended by itself; starting it again.");
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
      await restarting.catch(() => undefined); // said to onLost already
      await cluster.stop();
    },
  };
}
