/** Cookie with the reader's time zone, so that the server groups by the same days. */
export const TIME_ZONE_COOKIE = "tz";

/** The zone if this machine knows it, otherwise UTC. */
export function pickTimeZone(told: string | undefined): string {
  if (!told) return "UTC";
  try {
    return new Intl.DateTimeFormat("en", { timeZone: told }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}
