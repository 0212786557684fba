import type { GenerationState } from "@/lib/contracts/generations";

/** What the list of jobs can be narrowed to. Plain data: the browser builds its filter from it. */
export const JOB_GROUPS = ["under_way", "waiting", "failed", "unknown"] as const;
export type JobGroup = (typeof JOB_GROUPS)[number];

/** How far back `failed` looks, in hours. What is unknown stays until somebody decides. */
export const FAILED_HOURS = 24;

/** Whether cancelling does something; one that was sent goes on all the same, and its answer is kept. */
export function canCancel({ state }: { state: GenerationState }): boolean {
  return state === "queued" || state === "claimed" || state === "sent" || state === "received";
}

export function canRetry({ state }: { state: GenerationState }): boolean {
  return state === "failed" || state === "unknown";
}
