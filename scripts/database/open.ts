import path from "node:path";
import { type Cluster, openCluster } from "./cluster";
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

async function ensureDatabase(cluster: Cluster): Promise<void> {
  await withClient(cluster.url("postgres"), async (client) => {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [
      database,
    ]);
    if (!rowCount) await client.query(`CREATE DATABASE ${database}`);
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
  let isStopping = false;
  let restarts: number[] = [];
  /** A start that is under way; whoever stops has to wait for it, or it would outlive us. */
  let restarting: Promise<unknown> = Promise.resolve();

  const restart = async () => {
    cluster = await openCluster(options);
    watch(cluster);
  };

  const watch = (watched: Cluster) => {
    if (onLost === null) return;
    watched.exited
      .then(async () => {
        if (isStopping) return;
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
      isStopping = true;
      await restarting.catch(() => undefined); // said to onLost already
      await cluster.stop();
    },
  };
}
