import "server-only";
import { STREAMS_MAX } from "@/lib/contracts/limits";
import { AppError } from "@/lib/server/errors";

/** When a refused client may retry, in seconds. */
const RETRY_AFTER_S = 15;

const KEY = Symbol.for("pentimento.open-streams");
const holder: typeof globalThis & { [KEY]?: Map<string, number> } = globalThis;
const openStreams = (holder[KEY] ??= new Map<string, number>());

/**
 * Counts an open event stream of a person in this process; returns a function that releases it, safe to call
 * repeatedly. Throws `too_many_streams` beyond the limit per person.
 */
export function acquireStream(userId: string): () => void {
  const count = openStreams.get(userId) ?? 0;
  if (count >= STREAMS_MAX) {
    const details = { max: STREAMS_MAX, seconds: RETRY_AFTER_S };
    throw new AppError("too_many_streams", { details });
  }
  openStreams.set(userId, count + 1);
  let isReleased = false;
  return () => {
    if (isReleased) return;
    isReleased = true;
    const left = (openStreams.get(userId) ?? 1) - 1;
    if (left > 0) openStreams.set(userId, left);
    else openStreams.delete(userId);
  };
}
