import "server-only";
import type { Tx } from "@/lib/server/db";

/** What the queue can be asked to do. A payload is ids alone: the row owns the truth, the queue only delivers. */
export type JobPayloads = {
  run_generation: { generationId: string };
};

/**
 * Adds jobs inside the transaction that makes them necessary, in one statement. One job per generation waits at a time:
 * a second call for the same one only keeps it there.
 */
export async function addGenerationJobs(tx: Tx, generationIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    SELECT graphile_worker.add_job(
      'run_generation',
      payload => json_build_object('generationId', id),
      max_attempts => 3,
      job_key => 'generation:' || id,
      job_key_mode => 'preserve_run_at'
    ) FROM unnest(${[...generationIds]}::text[]) AS id`;
}

/**
 * The same for one generation, perhaps later.
 * @param runAt not before this instant; at once when left out
 */
export async function addGenerationJob(tx: Tx, generationId: string, runAt?: Date): Promise<void> {
  const payload: JobPayloads["run_generation"] = { generationId };
  await tx.$executeRaw`
    SELECT graphile_worker.add_job(
      'run_generation',
      payload => ${JSON.stringify(payload)}::json,
      run_at => ${runAt ?? null}::timestamptz,
      max_attempts => 3,
      job_key => ${`generation:${generationId}`},
      job_key_mode => 'preserve_run_at'
    )`;
}
