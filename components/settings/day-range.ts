/** Days as the date fields give them ("2026-03-10"), both included; empty where open. */
export type DayRange = { from: string; to: string };

/** The reader's days as instants: from the first one's midnight to the end of the last one, where the reader is. */
export function toInstants({ from, to }: DayRange): { from?: string; to?: string } {
  return {
    ...(from !== "" && { from: midnight(from, 0) }),
    ...(to !== "" && { to: midnight(to, 1) }),
  };
}

/** A day has 23 or 25 hours where the clocks change, so it is counted as a day and not as hours. */
function midnight(day: string, daysLater: number): string {
  const at = new Date(`${day}T00:00:00`);
  at.setDate(at.getDate() + daysLater);
  return at.toISOString();
}
