import type { GenerationId } from "@/lib/contracts/ids";

/** How an answer was looked at again: by the usual reader, or at a place that somebody pointed at. */
export type Look = "again" | "there";

/** This tab's own looks, so that whoever asked for one is told where it found nothing. */
const looks = new Map<GenerationId, Look>();

export function rememberLook(id: GenerationId, look: Look): void {
  looks.set(id, look);
}

export function lookOf(id: GenerationId): Look | null {
  return looks.get(id) ?? null;
}
