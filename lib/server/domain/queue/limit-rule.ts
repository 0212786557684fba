import "server-only";

/** How many calls may be under way at one upstream, as table UpstreamLimit keeps it. */
export type Limit = {
  /** Its whole part counts; fractions are growth that has not come to a further place yet. */
  allowed: number;
  halvedAt: Date | null;
};

/** Refusals within so many milliseconds are one burst, and halve the limit once. */
export const BURST_MS = 10_000;
/** A worker that starts within so many milliseconds after a refusal does not forget it. */
export const REMEMBER_MS = 600_000;

/** The places that a limit gives: at least one, or nothing would ever find out that the service has room again. */
export function placesOf(limit: Limit, most: number): number {
  return Math.max(1, Math.min(Math.floor(limit.allowed), most));
}

/**
 * A call went well. The limit grows only while it is what holds calls back (an idle evening proves nothing), and by
 * its own inverse: a full round of calls adds one place.
 * @param underWay calls at the upstream, this one included
 * @param most never beyond
 */
export function grow(limit: Limit, underWay: number, most: number): Limit {
  if (underWay < placesOf(limit, most)) return limit;
  return { ...limit, allowed: Math.min(most, limit.allowed + 1 / limit.allowed) };
}

/**
 * The service said that it is saturated. Calls that were sent before the last halving say nothing new, and a burst
 * of refusals halves once.
 * @param sentAt when the refused call was sent
 */
export function halve(limit: Limit, sentAt: Date, now: Date): Limit {
  if (limit.halvedAt !== null) {
    const isOldNews = sentAt <= limit.halvedAt;
    if (isOldNews || now.getTime() - limit.halvedAt.getTime() < BURST_MS) return limit;
  }
  return { allowed: Math.max(1, limit.allowed / 2), halvedAt: now };
}

/** What a starting worker makes of the limit that it finds: the setting counts again, unless that was just refused. */
export function restart(found: Limit | null, start: number, now: Date): Limit {
  if (found?.halvedAt && now.getTime() - found.halvedAt.getTime() < REMEMBER_MS) {
    return { ...found, allowed: Math.min(found.allowed, start) };
  }
  return { allowed: start, halvedAt: null };
}
