import "server-only";

/** Injected where a rule depends on the time, so that tests can set it. */
export type Clock = { now(): Date };

/** What a domain verb takes from outside, as its last argument. */
export type Deps = { clock: Clock };

export const systemClock: Clock = { now: () => new Date() };
