export type DaySection = {
  /** `2026-11-12`, in the reader's zone. */
  day: string;
  first: number;
  end: number;
};

/** Reads calendar days (`2026-11-12`) in a time zone. */
export function dayReader(timeZone: string): (time: number) => string {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return (time) => format.format(time);
}

/** Splits times in order (either way) by calendar day. Formatting is slow, so it looks for the ends by halving. */
export function splitByDay(
  times: ArrayLike<number>,
  dayOf: (time: number) => string,
): DaySection[] {
  const sections: DaySection[] = [];
  let first = 0;
  while (first < times.length) {
    const day = dayOf(times[first] ?? 0);
    let known = first;
    let step = 1;
    while (known + step < times.length && dayOf(times[known + step] ?? 0) === day) {
      known += step;
      step *= 2;
    }
    // The last of the day is from `known` on, before `known + step`.
    let beyond = Math.min(known + step, times.length);
    while (beyond - known > 1) {
      const middle = (known + beyond) >> 1;
      if (dayOf(times[middle] ?? 0) === day) known = middle;
      else beyond = middle;
    }
    sections.push({ day, first, end: beyond });
    first = beyond;
  }
  return sections;
}
