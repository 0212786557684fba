import type { GenerationState, GenerationView } from "@/lib/contracts/generations";

/**
 * The stage shown while waiting; `retrying` is a queued call with an automatic retry ahead, after an unbilled failure.
 */
export type Stage = "queued" | "retrying" | "painting" | "receiving" | "storing";

const UNDER_WAY: readonly GenerationState[] = ["queued", "claimed", "sent", "received"];

export function isUnderWay(generation: Pick<GenerationView, "state">): boolean {
  return UNDER_WAY.includes(generation.state);
}

type Timed = Pick<GenerationView, "state" | "firstByteAt" | "retryAt">;

/** The stage of a running generation; null once it has ended. `now` in ms since 1970. */
export function stageOf(generation: Timed, now: number): Stage | null {
  switch (generation.state) {
    case "queued":
    case "claimed":
      return secondsToRetry(generation, now) > 0 ? "retrying" : "queued";
    case "sent":
      return generation.firstByteAt === null ? "painting" : "receiving";
    case "received":
      return "storing";
    case "succeeded":
    case "failed":
    case "unknown":
    case "cancelled":
      return null;
  }
}

/** Whole seconds until the automatic retry; 0 when none is scheduled. */
export function secondsToRetry(generation: Pick<GenerationView, "retryAt">, now: number): number {
  if (generation.retryAt === null) return 0;
  return Math.max(0, Math.ceil((Date.parse(generation.retryAt) - now) / 1000));
}

/**
 * Milliseconds since the call was sent, or queued if unsent. Stops when the answer arrives, which can be read again
 * days later. Never negative.
 */
export function elapsedOf(
  generation: Pick<GenerationView, "sentAt" | "queuedAt" | "receivedAt">,
  now: number,
): number {
  const { sentAt, queuedAt, receivedAt } = generation;
  const end = sentAt === null || receivedAt === null ? now : Math.min(now, Date.parse(receivedAt));
  return Math.max(0, end - Date.parse(sentAt ?? queuedAt));
}

/** Up to this fraction progress is elapsed over usual time; beyond it, progress slows and never completes. */
const LINEAR_UP_TO = 0.8;

/**
 * Progress from 0 to below 1; null without a usual time. Only a finished picture completes it, so past the usual time
 * it approaches the end without reaching it.
 */
export function progressOf(stage: Stage, elapsedMs: number, usualMs: number | null): number | null {
  if (stage === "queued" || stage === "retrying") return 0;
  if (stage === "storing") return 0.98;
  if (usualMs === null || usualMs <= 0) return null;
  const share = elapsedMs / usualMs;
  if (share <= LINEAR_UP_TO) return share;
  const rest = 1 - LINEAR_UP_TO;
  return Math.min(0.97, LINEAR_UP_TO + rest * (1 - Math.exp(-(share - LINEAR_UP_TO) / rest)));
}

/** How long the upstream took, in ms, from sent to fully received; null if unknown. */
export function durationOf(
  generation: Pick<GenerationView, "sentAt" | "receivedAt" | "finishedAt">,
): number | null {
  const end = generation.receivedAt ?? generation.finishedAt;
  if (generation.sentAt === null || end === null) return null;
  return Math.max(0, Date.parse(end) - Date.parse(generation.sentAt));
}

/** Minutes and seconds, "0:42" or "12:05", rounded down. */
export function clockOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
