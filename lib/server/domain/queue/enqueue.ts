import "server-only";
import { z } from "zod";
import type { Tx } from "@/lib/server/db";
import { Prisma } from "@/lib/server/generated/prisma/client";

/** Payload of the task `run_generation`. Ids alone: the row owns the truth, the queue only delivers. */
export const generationJob = z.object({
  generationId: z.uuid(),
  /** Set if the row may have an answer that is not stored yet; otherwise the job only wakes the dispatcher. */
  mayHaveAnswer: z.boolean().default(true),
});

/**
 * Adds jobs for queued generations in one statement, in the transaction that makes them necessary. The job key allows
 * one waiting job per generation: a second call changes nothing.
 * @param runAt the earliest time to run; omitted for at once
 */
export function addGenerationJobs(
  tx: Tx,
  generationIds: readonly string[],
  runAt?: Date,
): Promise<void> {
  return addJobs(tx, generationIds, { mayHaveAnswer: false, runAt });
}

/** Adds the job that stores an answer which has arrived. */
export function addAnswerJob(tx: Tx, generationId: string): Promise<void> {
  return addJobs(tx, [generationId], { mayHaveAnswer: true });
}

type JobOptions = { mayHaveAnswer: boolean; runAt?: Date | undefined };

async function addJobs(
  tx: Tx,
  generationIds: readonly string[],
  { mayHaveAnswer, runAt }: JobOptions,
): Promise<void> {
  const job = generationJobOf({ mayHaveAnswer, runAt });
  await tx.$executeRaw`SELECT ${job} FROM unnest(${[...generationIds]}::text[]) AS generation (id)`;
}

/**
 * SQL that adds the job of each row of `generation`, for a statement that selects from it: a call of a function, whose
 * value is the job's row.
 */
export function generationJobOf({ mayHaveAnswer, runAt }: JobOptions): Prisma.Sql {
  return Prisma.sql`graphile_worker.add_job(
    'run_generation',
    payload => json_build_object('generationId', generation.id, 'mayHaveAnswer', ${mayHaveAnswer}::boolean),
    run_at => ${runAt ?? null}::timestamptz,
    max_attempts => 3,
    job_key => 'generation:' || generation.id,
    job_key_mode => 'preserve_run_at'
  )`;
}
