/** Cookie with the reader's time zone, so that the server groups by the same days. */
export const TIME_ZONE_COOKIE = "tz";

/** The zone if this machine knows it, otherwise UTC. */
export function pickTimeZone(zone: string | undefined): string {
  if (!zone) return "UTC";
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}
