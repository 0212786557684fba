import "server-only";
import { type Actor, actorOfRequest } from "@/lib/server/auth/actor";
import { AppError } from "@/lib/server/errors";
import { streamRegistry } from "@/lib/server/http/stream-registry";

/** Proxies cut a silent connection at 60 s; answer before that. */
const LONGEST_MS = 55_000;

/**
 * Waits for `until`, at most `seconds`, then authenticates again and returns that actor: the token may have been
 * revoked meanwhile (`not_signed_in`). The wait also ends when the caller disconnects or this process shuts down; the
 * generation is not affected. Rejects with what `until` throws.
 */
export async function longPoll(
  request: Request,
  actor: Actor,
  seconds: number,
  until: (signal: AbortSignal) => Promise<void>,
): Promise<Actor> {
  if (seconds === 0) return actor;
  const over = new AbortController();
  const end = () => over.abort();
  const timer = setTimeout(end, Math.min(seconds * 1000, LONGEST_MS));
  const forget = streamRegistry.add(end);
  request.signal.addEventListener("abort", end, { once: true });
  if (request.signal.aborted || !streamRegistry.isOpen) end();
  try {
    await until(over.signal);
  } catch (error) {
    if (!over.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    forget();
    request.signal.removeEventListener("abort", end);
  }
  if (request.signal.aborted) return actor;
  const now = await actorOfRequest(request);
  if (now === null) throw new AppError("not_signed_in");
  return now;
}
