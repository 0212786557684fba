import type { GenerationState } from "@/lib/contracts/generations";

/** Filters of the job list. Plain data, so the browser loads no schemas. */
export const JOB_GROUPS = ["under_way", "waiting", "failed", "unknown"] as const;
export type JobGroup = (typeof JOB_GROUPS)[number];

/** How far back `failed` goes, in hours. `unknown` stays until a person decides. */
export const FAILED_HOURS = 24;

/** Whether cancelling has an effect. A sent call continues, and its answer is kept. */
export function canCancel({ state }: { state: GenerationState }): boolean {
  return state === "queued" || state === "claimed" || state === "sent" || state === "received";
}

export function canRetry({ state }: { state: GenerationState }): boolean {
  return state === "failed" || state === "unknown";
}
