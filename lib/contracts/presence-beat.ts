/** Query parameter with the id of a tab's event stream. */
export const STREAM_QUERY = "stream";

/** Interval of presence heartbeats in milliseconds. */
export const PRESENCE_BEAT_MS = 6_000;

/** A tab without a heartbeat for this long (asleep or offline) is no longer viewing. */
export const PRESENCE_LASTS_MS = 15_000;
