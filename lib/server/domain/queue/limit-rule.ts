import "server-only";

/** How many calls may be in flight at one upstream, as stored in UpstreamLimit. */
export type Limit = {
  /** The whole part counts; the fraction is growth towards the next slot. */
  allowed: number;
  halvedAt: Date | null;
};

/** Refusals within this time are one burst, and halve the limit once. */
export const BURST_MS = 10_000;
/** A worker that starts within this time after a refusal keeps the reduced limit. */
export const REMEMBER_MS = 600_000;

/** The number of slots: at least one, as otherwise recovery would never be noticed. */
export function slotsOf(limit: Limit, most: number): number {
  return Math.max(1, Math.min(Math.floor(limit.allowed), most));
}

/**
 * After a successful call. The limit grows only while it is in full use, and by its own inverse: a full round of calls
 * adds one slot.
 * @param underWay calls in flight, this one included
 * @param most upper bound
 */
export function grow(limit: Limit, underWay: number, most: number): Limit {
  if (underWay < slotsOf(limit, most)) return limit;
  return { ...limit, allowed: Math.min(most, limit.allowed + 1 / limit.allowed) };
}

/**
 * After a saturated reply. Ignores calls sent before the last halving, so that a burst halves once.
 * @param sentAt when the refused call was sent
 */
export function halve(limit: Limit, sentAt: Date, now: Date): Limit {
  if (limit.halvedAt !== null) {
    const isOldNews = sentAt <= limit.halvedAt;
    if (isOldNews || now.getTime() - limit.halvedAt.getTime() < BURST_MS) return limit;
  }
  return { allowed: Math.max(1, limit.allowed / 2), halvedAt: now };
}

/** The limit when a worker starts: back to the setting, unless it was just refused. */
export function restart(found: Limit | null, start: number, now: Date): Limit {
  if (found?.halvedAt && now.getTime() - found.halvedAt.getTime() < REMEMBER_MS) {
    return { ...found, allowed: Math.min(found.allowed, start) };
  }
  return { allowed: start, halvedAt: null };
}
