import "server-only";
import type { Tx } from "@/lib/server/db";

/** The queue's tasks. Payloads are ids alone: the row owns the truth, the queue only delivers. */
export type JobPayloads = {
  run_generation: { generationId: string };
};

/**
 * Adds jobs in one statement, in the transaction that makes them necessary. The job key allows one waiting job per
 * generation: a second call changes nothing.
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
 * The same for one generation.
 * @param runAt the earliest time to run; omitted for at once
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
