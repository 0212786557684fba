import "server-only";
import { STREAMS_MAX } from "@/lib/contracts/limits";
import { AppError } from "@/lib/server/errors";

/** When a refused client may retry, in seconds. */
const RETRY_AFTER_S = 15;

const KEY = Symbol.for("pentimento.stream-seats");
const holder: typeof globalThis & { [KEY]?: Map<string, number> } = globalThis;
const seats = (holder[KEY] ??= new Map<string, number>());

/**
 * Counts an open event stream of a person in this process; returns a function that releases it, safe to call
 * repeatedly. Throws `too_many_streams` beyond the limit per person.
 */
export function takeStreamSeat(userId: string): () => void {
  const taken = seats.get(userId) ?? 0;
  if (taken >= STREAMS_MAX) {
    const details = { max: STREAMS_MAX, seconds: RETRY_AFTER_S };
    throw new AppError("too_many_streams", { details });
  }
  seats.set(userId, taken + 1);
  let hasLeft = false;
  return () => {
    if (hasLeft) return;
    hasLeft = true;
    const left = (seats.get(userId) ?? 1) - 1;
    if (left > 0) seats.set(userId, left);
    else seats.delete(userId);
  };
}
