"use client";

import { useQuery } from "@tanstack/react-query";
import { secondsToRetry } from "@/components/generation/generation-stage";
import { lineQuery } from "@/lib/client/detail-queries";
import type { GenerationView } from "@/lib/contracts/generations";

/** Skip the queue position if the call starts within this time. */
const SHOWN_AFTER_MS = 1_000;

const STORING_USUALLY_MS = 3_000;

export type QueuePosition = {
  /** 1 is next. */
  position: number;
  /** Null without history to estimate from. */
  startsInMs: number | null;
};

/** Why a generation waits: its queue position, or "disk" when the instance's disk is full. */
export type Waiting = QueuePosition | "disk";

/**
 * Why a generation waits: for a slot at the upstream, or with its answer for disk space; null when it does not wait or
 * nothing is known yet. Fetched once, then invalidated by queue events.
 */
export function useQueuePosition(generation: GenerationView, now: number | null): Waiting | null {
  const isWaiting =
    now !== null &&
    ((generation.state === "queued" && now - Date.parse(generation.queuedAt) > SHOWN_AFTER_MS) ||
      isLongStored(generation, now));
  const { data } = useQuery({ ...lineQuery(), enabled: isWaiting });
  if (!isWaiting) return null;
  if (data?.heldBack.includes(generation.id)) return "disk";
  if (secondsToRetry(generation, now) > 0) return null;
  const found = data?.places.find((each) => each.generationId === generation.id);
  if (!found) return null;
  const startsInMs = found.startsAt === null ? null : Date.parse(found.startsAt) - now;
  return { position: found.place, startsInMs };
}

/** Storing takes a moment; an answer that stays in this state longer is waiting for disk space. */
function isLongStored({ state, receivedAt }: GenerationView, now: number): boolean {
  return (
    state === "received" && receivedAt !== null && now - Date.parse(receivedAt) > STORING_USUALLY_MS
  );
}
