/** Names of months (`2026-11`). In Chinese by the Gregorian calendar, as everywhere on the screen. */
export function monthFormat(locale: string) {
  const options = { timeZone: "UTC", calendar: "gregory" } as const;
  const full = new Intl.DateTimeFormat(locale, { ...options, month: "long", year: "numeric" });
  const short = new Intl.DateTimeFormat(locale, { ...options, month: "short" });
  const at = (month: string) => new Date(`${month || "2000-01"}-01T00:00:00Z`);
  return {
    full: (month: string) => full.format(at(month)),
    short: (month: string) => short.format(at(month)),
  };
}
