import "server-only";

/** Where a rule depends on the time, it is given a clock, so that a test can say what time it is. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };
