import type { GenerationId } from "@/lib/contracts/ids";

/** How an answer was looked at again: by the usual reader, or at a place that somebody pointed at. */
export type Look = "again" | "there";

/** This tab's own looks, so that whoever asked for one is told where it found nothing. */
const looks = new Map<GenerationId, Look>();

/** Remembers a look, or with null that there was none; gives what was remembered before. */
export function rememberLook(id: GenerationId, look: Look | null): Look | null {
  const before = lookOf(id);
  if (look === null) looks.delete(id);
  else looks.set(id, look);
  return before;
}

export function lookOf(id: GenerationId): Look | null {
  return looks.get(id) ?? null;
}
