/** Days as date inputs give them ("2026-03-10"), both inclusive; empty means open. */
export type DayRange = { from: string; to: string };

/** Converts days in the reader's time zone to instants: from midnight of the first to the end of the last. */
export function toInstants({ from, to }: DayRange): { from?: string; to?: string } {
  return {
    ...(from !== "" && { from: midnight(from, 0) }),
    ...(to !== "" && { to: midnight(to, 1) }),
  };
}

/** Adds calendar days, because a day has 23 or 25 hours when clocks change. */
function midnight(day: string, daysLater: number): string {
  const at = new Date(`${day}T00:00:00`);
  at.setDate(at.getDate() + daysLater);
  return at.toISOString();
}
