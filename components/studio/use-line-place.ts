"use client";

import { useQuery } from "@tanstack/react-query";
import { secondsToRetry } from "@/components/studio/stage";
import { lineQuery } from "@/lib/client/detail-queries";
import type { GenerationView } from "@/lib/contracts/generations";

/** Whoever is served at once is told of no line. */
const SHOWN_AFTER_MS = 1_000;

export type PlaceInLine = {
  /** 1 is next. */
  place: number;
  /** Null while there is no history to go by. */
  startsInMs: number | null;
};

/**
 * Where a generation stands that waits for a free place at the upstream; null where it does not wait, or where nothing is
 * known of it yet. Asked once, and again only when the event stream says that the line has moved.
 */
export function useLinePlace(generation: GenerationView, now: number | null): PlaceInLine | null {
  const isWaiting =
    now !== null &&
    generation.state === "queued" &&
    secondsToRetry(generation, now) === 0 &&
    now - Date.parse(generation.queuedAt) > SHOWN_AFTER_MS;
  const { data } = useQuery({ ...lineQuery(), enabled: isWaiting });
  const found = isWaiting && data?.places.find((each) => each.generationId === generation.id);
  if (!found) return null;
  const startsInMs = found.startsAt === null ? null : Date.parse(found.startsAt) - now;
  return { place: found.place, startsInMs };
}
