import "server-only";
import { QUEUED_TURNS_MAX } from "@/lib/contracts/limits";
import type { Tx } from "@/lib/server/db";
import { AppError } from "@/lib/server/errors";

/** When a program that was refused may ask again, in seconds: a few pictures later. */
const RETRY_AFTER_S = 30;

/** Throws `too_many_queued` where a person already has as many turns in the queue, in all workspaces, as one may. */
export async function refuseFullQueue(tx: Tx, createdById: string): Promise<void> {
  const [row] = await tx.$queryRaw<{ turns: number }[]>`
    SELECT count(DISTINCT "turnId")::int AS turns FROM "Generation"
    WHERE state = 'queued' AND "createdById" = ${createdById}::uuid`;
  refuseLongWait(row?.turns ?? 0);
}

/** The same for a number that was counted elsewhere: turns that wait to be written. */
export function refuseLongWait(turns: number): void {
  if (turns < QUEUED_TURNS_MAX) return;
  throw new AppError("too_many_queued", {
    details: { max: QUEUED_TURNS_MAX, seconds: RETRY_AFTER_S },
  });
}
