"use client";

import { useQuery } from "@tanstack/react-query";
import { secondsToRetry } from "@/components/studio/turn/generation-stage";
import { lineQuery } from "@/lib/client/detail-queries";
import type { GenerationView } from "@/lib/contracts/generations";

/** Whoever is served at once is told of no line. */
const SHOWN_AFTER_MS = 1_000;

const STORING_USUALLY_MS = 3_000;

export type PlaceInLine = {
  /** 1 is next. */
  place: number;
  /** Null while there is no history to go by. */
  startsInMs: number | null;
};

/** Why a generation waits: for its turn at the service, or for room on the studio's disk. */
export type Waiting = PlaceInLine | "disk";

/**
 * Why a generation waits that waits for a free place at the upstream, or with its answer for room on the disk; null where
 * it does not wait, or where nothing is known of it yet. Asked once, and again only when the event stream says that the
 * line has moved.
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
  return { place: found.place, startsInMs };
}

/** Storing takes a moment; an answer that has been here for longer waits for something. */
function isLongStored({ state, receivedAt }: GenerationView, now: number): boolean {
  return (
    state === "received" && receivedAt !== null && now - Date.parse(receivedAt) > STORING_USUALLY_MS
  );
}
