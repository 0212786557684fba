/** The reader's zone, told by the browser, so that the server groups by the same days. */
export const TIME_ZONE_COOKIE = "tz";

/** A zone that this machine knows, else UTC. */
export function pickTimeZone(told: string | undefined): string {
  if (!told) return "UTC";
  try {
    return new Intl.DateTimeFormat("en", { timeZone: told }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}
