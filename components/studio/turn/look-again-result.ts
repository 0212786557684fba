import type { GenerationView } from "@/lib/contracts/generations";
import type { GenerationId } from "@/lib/contracts/ids";

/** How an answer was looked at again: by the usual reader, or at a place that somebody pointed at. */
export type Look = "again" | "there";

/** `after` is the end that was looked behind: the same generation ends anew once the look is over. */
type Remembered = { look: Look; after: string | null };
type Looked = Pick<GenerationView, "id" | "finishedAt">;

/** This tab's own looks, so that whoever asked for one is told where it found nothing. */
const looks = new Map<GenerationId, Remembered>();

/** Remembers a look as it begins. Gives how to take that back. */
export function rememberLook({ id, finishedAt }: Looked, look: Look): () => void {
  const before = looks.get(id);
  looks.set(id, { look, after: finishedAt });
  return () => {
    if (before === undefined) looks.delete(id);
    else looks.set(id, before);
  };
}

/** The look that led to the end which a generation has now; null where none did. */
export function lookBefore({ id, finishedAt }: Looked): Look | null {
  const known = looks.get(id);
  return known === undefined || known.after === finishedAt ? null : known.look;
}
