import "server-only";
import { once, setMaxListeners } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { type Runner, run, type Task } from "graphile-worker";
import pg from "pg";
import { z } from "zod";
import { systemClock } from "@/lib/server/clock";
import { type DatabaseUse, withDatabaseUse } from "@/lib/server/db/pools";
import { recoverBulkActs } from "@/lib/server/domain/bulk/commands";
import { runBulkAct } from "@/lib/server/domain/bulk/run";
import { recoverImports } from "@/lib/server/domain/imports/commands";
import { runImport } from "@/lib/server/domain/imports/run";
import { putBack } from "@/lib/server/domain/generations/release";
import { recoverGenerations } from "@/lib/server/domain/generations/recover";
import { claimNext } from "@/lib/server/domain/queue/claim";
import { generationJob } from "@/lib/server/domain/queue/enqueue";
import { claimReceived } from "@/lib/server/domain/queue/lease";
import { onQueueWake } from "@/lib/server/domain/queue/wake";
import { restartLimits } from "@/lib/server/domain/queue/limit";
import { getEnv } from "@/lib/server/env";
import { recoverCheck, runCheck } from "@/lib/server/domain/upstream/run-check";
import { Dispatcher } from "@/lib/server/jobs/dispatcher";
import { sweepDataFolder } from "@/lib/server/domain/instance/housekeeping";
import { leaseRenewer } from "@/lib/server/jobs/lease-renewer";
import { finishReceived, sendAndFinish } from "@/lib/server/domain/generations/run-generation";
import { closeSandbox } from "@/lib/server/domain/upstream/connection";
import { queueLogger } from "@/lib/server/jobs/prepare-queue";
import { scheduledItems, scheduledTasks } from "@/lib/server/jobs/schedule";
import { errorFields, log } from "@/lib/server/log";

const RECOVER_EVERY_MS = 3_000;
const CHECK_RECOVER_EVERY_MS = 10_000;
/** A bulk act or an import that did nothing for this long has lost its worker. */
const TASK_STILL_MS = 30_000;
const TASK_RECOVER_EVERY_MS = 10_000;
const FOLDER_EVERY_MS = 3_600_000;
/** Jobs only wake the dispatcher or store an answer that has arrived, so a few at a time suffice. */
const CONCURRENT_JOBS = 8;
/** Fetch this many jobs, and complete those of this many milliseconds, with one statement. */
const JOB_BATCH = 32;
const COMPLETE_BATCH_MS = 50;
const QUEUE_POOL = 4;
/** After calls are aborted, answers that have arrived get this long to be stored; the next start does the rest. */
const LAST_GRACE_MS = 4_000;

const bulkPayload = z.object({ bulkId: z.uuid() });
const importPayload = z.object({ importId: z.uuid() });
const checkPayload = z.object({ checkId: z.uuid() });

export type JobRunner = {
  /**
   * Stops claiming and waits for calls in progress. After `drainMs` they are aborted: sent ones become `unknown`,
   * unsent ones wait for the next start, which also finishes answers that have arrived.
   */
  stop(drainMs: number): Promise<void>;
  /** Aborts calls in progress now. */
  hurry(): void;
};

/** Starts claiming queued generations, and recovering those of dead runners. */
export async function startRunner(): Promise<JobRunner> {
  const env = getEnv();
  const abort = new AbortController();
  const stopping = new AbortController();
  // Every call in progress adds a listener; Node reports more than ten as a leak.
  setMaxListeners(0, abort.signal);
  const pgPool = openQueuePool(env.DATABASE_URL);
  await restartLimits(systemClock.now());
  const dispatcher = new Dispatcher({
    room: env.WORKER_CONCURRENCY,
    claim: (most) => withDatabaseUse("upkeep", () => claimNext(most)),
    work: (lease, onSlotFree) =>
      withDatabaseUse("work", () =>
        leaseRenewer.hold(lease, () => sendAndFinish(lease, { abort: abort.signal, onSlotFree })),
      ),
    putBack: ({ generationId: id, workspaceId, token }) =>
      withDatabaseUse("upkeep", () => putBack({ id, workspaceId }, { token })),
  });
  // A job only says that there may be work. The queue's rules decide which generation is next.
  const runGenerationTask: Task = async (payload) => {
    const { generationId, mayHaveAnswer } = generationJob.parse(payload);
    const received = mayHaveAnswer ? await claimReceived(generationId) : null;
    if (received === null) return dispatcher.wakeFor(generationId);
    await leaseRenewer.hold(received, () => finishReceived(received, abort.signal));
  };
  const checkUpstreamTask: Task = async (payload, { abortSignal }) => {
    const { checkId } = checkPayload.parse(payload);
    await runCheck(checkId, { abort: abort.signal, stopping: abortSignal });
  };
  const bulkTask: Task = async (payload, { abortSignal }) => {
    const { bulkId } = bulkPayload.parse(payload);
    await runBulkAct(bulkId, { clock: systemClock, stopping: abortSignal ?? stopping.signal });
  };
  const importTask: Task = async (payload, { abortSignal }) => {
    const { importId } = importPayload.parse(payload);
    await runImport(importId, { clock: systemClock, stopping: abortSignal ?? stopping.signal });
  };
  const runner: Runner = await run({
    pgPool,
    noHandleSignals: true,
    preset: {
      worker: {
        concurrentJobs: CONCURRENT_JOBS,
        pollInterval: 1_000,
        localQueue: { size: JOB_BATCH },
        completeJobBatchDelay: COMPLETE_BATCH_MS,
      },
    },
    taskList: {
      run_generation: onConnectionsOf("work", runGenerationTask),
      check_upstream: onConnectionsOf("work", checkUpstreamTask),
      bulk_act: onConnectionsOf("upkeep", bulkTask),
      import_images: onConnectionsOf("upkeep", importTask),
      ...scheduledTasks(stopping.signal),
    },
    parsedCronItems: scheduledItems(),
    logger: queueLogger,
  });
  const stopListening = onQueueWake(() => dispatcher.wake());
  const recover = repeat(RECOVER_EVERY_MS, async () => {
    const recovered = await recoverGenerations();
    if (recovered.requeued + recovered.resumed + recovered.unknown > 0) {
      log.info(
        { event: "generations.recovered", ...recovered },
        "recovered generations of dead runners",
      );
    }
    // A safety net: a missed wake (a job, a slot freed by another process) costs at most this interval.
    dispatcher.wake();
  });
  const checks = repeat(CHECK_RECOVER_EVERY_MS, recoverCheck);
  const tasks = repeat(TASK_RECOVER_EVERY_MS, async () => {
    const recovered =
      (await recoverBulkActs(TASK_STILL_MS)) + (await recoverImports(TASK_STILL_MS));
    if (recovered > 0) log.info({ event: "tasks.recovered", recovered }, "restarted tasks");
  });
  const folder = repeat(FOLDER_EVERY_MS, () => sweepDataFolder(systemClock.now()));
  const hurry = () => abort.abort(new Error("shutdown"));
  return {
    hurry,
    async stop(drainMs) {
      stopping.abort();
      stopListening();
      recover.stop();
      checks.stop();
      tasks.stop();
      folder.stop();
      const drain = setTimeout(hurry, drainMs);
      const isDrained = await Promise.race([
        Promise.all([
          dispatcher.stop(),
          runner.stop().catch((error: unknown) => log.warn(errorFields(error), "queue stop")),
        ]).then(() => true),
        afterAbort(abort.signal, LAST_GRACE_MS).then(() => false),
      ]);
      clearTimeout(drain);
      if (!isDrained) await leaseRenewer.releaseAll();
      await closeSandbox();
      const closed = pgPool.end();
      if (isDrained) await closed;
    },
  };
}

function openQueuePool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: QUEUE_POOL,
    application_name: "pentimento queue",
  });
  const onLost = (error: Error) => log.warn(errorFields(error), "a queue connection was lost");
  pool.on("error", onLost);
  // A connection in use also reports the error to its user; without a listener here it would end the process.
  pool.on("connect", (client) => client.on("error", onLost));
  return pool;
}

async function afterAbort(signal: AbortSignal, graceMs: number): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
  await wait(graceMs);
}

function onConnectionsOf(use: DatabaseUse, task: Task): Task {
  return (payload, helpers) => withDatabaseUse(use, () => task(payload, helpers));
}

/**
 * Runs `work` in this process, at once and then with a pause in between, never twice at a time, on the upkeep
 * connections; a failure is logged, and the next run follows. For what every process does, or needs within seconds;
 * schedule.ts has the rest.
 */
function repeat(everyMs: number, work: () => Promise<void>): { stop(): void } {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const turn = async () => {
    try {
      await withDatabaseUse("upkeep", work);
    } catch (error) {
      log.warn(errorFields(error), "a periodic task failed");
    }
    if (!isStopped) timer = setTimeout(() => void turn(), everyMs).unref();
  };
  void turn();
  return {
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
