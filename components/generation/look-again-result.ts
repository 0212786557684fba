import type { GenerationView } from "@/lib/contracts/generations";
import type { GenerationId } from "@/lib/contracts/ids";

/** How an answer was read again: by the standard reader, or at a JSON path that the owner selected. */
export type Look = "again" | "there";

/** `after`: `finishedAt` at the start of the reading; it changes once the reading ends. */
type Remembered = { look: Look; after: string | null };
type Looked = Pick<GenerationView, "id" | "finishedAt">;

/** Readings started in this tab, so that it can report one that found nothing. */
const readings = new Map<GenerationId, Remembered>();

/** Records a reading as it starts. Returns an undo function. */
export function recordLook({ id, finishedAt }: Looked, look: Look): () => void {
  const before = readings.get(id);
  readings.set(id, { look, after: finishedAt });
  return () => {
    if (before === undefined) readings.delete(id);
    else readings.set(id, before);
  };
}

/** The reading that produced the generation's current end; null if none did. */
export function finishedLook({ id, finishedAt }: Looked): Look | null {
  const known = readings.get(id);
  return known === undefined || known.after === finishedAt ? null : known.look;
}
