export type DayGroup<T> = {
  key: string;
  label:
    | { kind: "today" | "yesterday" | "week" }
    | { kind: "month"; at: Date; isThisYear: boolean };
  items: T[];
};

/**
 * Groups items (newest first) by Today, Yesterday, the previous seven days, and then months, in the calendar of
 * `timeZone`. Future dates (a wrong clock) count as today.
 */
export function groupByDay<T>(
  items: readonly T[],
  atOf: (item: T) => string,
  now: Date,
  timeZone: string,
): DayGroup<T>[] {
  const dayOf = dayReader(timeZone);
  const today = dayOf(now);
  const groups: DayGroup<T>[] = [];
  for (const item of items) {
    const at = new Date(atOf(item));
    const day = dayOf(at);
    const label = labelOf(at, day, today);
    const key = label.kind === "month" ? `${day.year}-${day.month}` : label.kind;
    const last = groups.at(-1);
    if (last?.key === key) last.items.push(item);
    else groups.push({ key, label, items: [item] });
  }
  return groups;
}

type Day = { year: number; month: number; day: number };

function labelOf(at: Date, day: Day, today: Day): DayGroup<never>["label"] {
  const ago = Math.round((numberOf(today) - numberOf(day)) / 86_400_000);
  if (ago <= 0) return { kind: "today" };
  if (ago === 1) return { kind: "yesterday" };
  if (ago <= 8) return { kind: "week" };
  return { kind: "month", at, isThisYear: day.year === today.year };
}

/** Calendar days as integers, independent of daylight saving. */
function numberOf({ year, month, day }: Day): number {
  return Date.UTC(year, month - 1, day);
}

function dayReader(timeZone: string): (at: Date) => Day {
  const format = new Intl.DateTimeFormat("en", {
    timeZone,
    calendar: "gregory",
    year: "numeric",
    month: "numeric",
    day: "numeric",
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    return {
      year: parts.get("year") ?? 0,
      month: parts.get("month") ?? 0,
      day: parts.get("day") ?? 0,
    };
  };
}
