import "server-only";
import { type Runner, run, type Task } from "graphile-worker";
import pg from "pg";
import { z } from "zod";
import { systemClock } from "@/lib/server/clock";
import { recoverGenerations } from "@/lib/server/domain/generations/recover";
import { getEnv } from "@/lib/server/env";
import { keepHouse } from "@/lib/server/jobs/housekeeping";
import { runGeneration } from "@/lib/server/jobs/run-generation";
import { closeSandbox } from "@/lib/server/jobs/upstream-connection";
import { queueLogger } from "@/lib/server/jobs/prepare-queue";
import { errorFields, log } from "@/lib/server/log";

const RECOVER_EVERY_MS = 3_000;
const HOUSE_EVERY_MS = 3_600_000;
/** Jobs hold no connection while they wait upstream, so a few serve any number of them. */
const QUEUE_POOL = 6;

const payloadSchema = z.object({ generationId: z.uuid() });

export type JobRunner = {
  /** Claims nothing more and waits for calls under way; after `drainMs` they are given up (their rows become unknown). */
  stop(drainMs: number): Promise<void>;
};

/** Starts claiming jobs, and picking up what dead runners left. */
export async function startRunner(): Promise<JobRunner> {
  const env = getEnv();
  const abort = new AbortController();
  const pgPool = new pg.Pool({ connectionString: env.DATABASE_URL, max: QUEUE_POOL });
  const onLost = (error: Error) => log.warn(errorFields(error), "a queue connection was lost");
  pgPool.on("error", onLost);
  // A connection in use tells whoever uses it as well; unheard here, it would end the process.
  pgPool.on("connect", (client) => client.on("error", onLost));
  const runGenerationTask: Task = async (payload) => {
    const { generationId } = payloadSchema.parse(payload);
    await runGeneration(generationId, abort.signal);
  };
  const runner: Runner = await run({
    pgPool,
    concurrency: env.WORKER_CONCURRENCY,
    noHandleSignals: true,
    pollInterval: 1_000,
    taskList: { run_generation: runGenerationTask },
    logger: queueLogger,
  });
  const recover = repeat(RECOVER_EVERY_MS, async () => {
    const recovered = await recoverGenerations();
    if (recovered.requeued + recovered.resumed + recovered.unknown > 0) {
      log.info({ event: "generations.recovered", ...recovered }, "picked up what was left");
    }
  });
  const house = repeat(HOUSE_EVERY_MS, () => keepHouse(systemClock.now()));
  return {
    async stop(drainMs) {
      recover.stop();
      house.stop();
      const giveUp = setTimeout(() => abort.abort(new Error("shutdown")), drainMs);
      await runner.stop().catch((error: unknown) => log.warn(errorFields(error), "queue stop"));
      clearTimeout(giveUp);
      await closeSandbox();
      await pgPool.end();
    },
  };
}

/** Runs `work` at once and then again and again, never twice at a time; a failure is logged and the next one comes. */
function repeat(everyMs: number, work: () => Promise<void>): { stop(): void } {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const turn = async () => {
    try {
      await work();
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
