import type { WallLayout } from "@/components/gallery/wall-layout";

export type ScrubberMark = {
  /** `2026-11`. */
  month: string;
  /** From the top of the track, in pixels. */
  y: number;
  /** The first month of a year is labelled with the year. */
  isYear: boolean;
};

export type MonthStop = { month: string; top: number };

/** The months of a wall and where they begin. */
export function monthStops({ chunks }: WallLayout): MonthStop[] {
  const stops: MonthStop[] = [];
  for (const { chunk, top } of chunks) {
    if (chunk.month === null || chunk.count === 0) continue;
    if (stops.at(-1)?.month !== chunk.month) stops.push({ month: chunk.month, top });
  }
  return stops;
}

/**
 * Labels beside the track, at least `room` apart and away from the current one. Years go first, so that a long wall
 * keeps its years and drops months.
 */
export function scrubberMarks(
  stops: readonly MonthStop[],
  { scrollHeight, track, room }: { scrollHeight: number; track: number; room: number },
): ScrubberMark[] {
  const years = new Set<string>();
  const all = stops.map(({ month, top }, index) => {
    const year = month.slice(0, 4);
    const isYear = index > 0 && !years.has(year);
    years.add(year);
    return { month, y: Math.min(track, (top / Math.max(1, scrollHeight)) * track), isYear };
  });
  const kept: ScrubberMark[] = [];
  for (const mark of [...all.filter((one) => one.isYear), ...all.filter((one) => !one.isYear)]) {
    if (kept.every(({ y }) => Math.abs(y - mark.y) >= room)) kept.push(mark);
  }
  return kept.toSorted((a, b) => a.y - b.y);
}

/** The index of the month at this height. */
export function stopAt(stops: readonly MonthStop[], top: number): number {
  const after = stops.findIndex((stop) => stop.top > top + 1);
  return after < 0 ? stops.length - 1 : Math.max(0, after - 1);
}

/** Where the next year begins, or this one, or the one before if the position is already at its beginning. */
export function yearStop(stops: readonly MonthStop[], at: number, by: -1 | 1): number {
  const yearAt = (index: number) => stops[index]?.month.slice(0, 4);
  if (by > 0) {
    const next = stops.findIndex((_, index) => index > at && yearAt(index) !== yearAt(at));
    return next < 0 ? stops.length - 1 : next;
  }
  const begin = (index: number) => stops.findIndex((_, other) => yearAt(other) === yearAt(index));
  const first = begin(at);
  return first < at ? first : begin(Math.max(0, first - 1));
}
