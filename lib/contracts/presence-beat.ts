/** Names a tab's event stream in its address. */
export const STREAM_QUERY = "stream";

/** A tab that looks at a thread says so this often, in milliseconds. */
export const PRESENCE_BEAT_MS = 6_000;

/** One that has said nothing for this long (a machine that sleeps, a network that is gone) looks at it no more. */
export const PRESENCE_LASTS_MS = 15_000;
