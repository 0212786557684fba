import "server-only";
import { QUEUED_TURNS_MAX } from "@/lib/contracts/limits";
import type { Tx } from "@/lib/server/db";
import { AppError } from "@/lib/server/errors";

/** Retry-After for a refused client, in seconds: the time of a few images. */
const RETRY_AFTER_S = 30;

/**
 * @throws AppError `too_many_queued` if a user already has the maximum number of turns in the queue, over all
 * workspaces
 */
export async function refuseFullQueue(tx: Tx, createdById: string): Promise<void> {
  const [row] = await tx.$queryRaw<{ turns: number }[]>`
    SELECT count(DISTINCT "turnId")::int AS turns FROM "Generation"
    WHERE state = 'queued' AND "createdById" = ${createdById}::uuid`;
  refuseLongWait(row?.turns ?? 0);
}

/** The same for a count from elsewhere: turns that wait to be written. */
export function refuseLongWait(turns: number): void {
  if (turns < QUEUED_TURNS_MAX) return;
  throw new AppError("too_many_queued", {
    details: { max: QUEUED_TURNS_MAX, seconds: RETRY_AFTER_S },
  });
}
