import type { Bench } from "./bench";

export type Unit = "ms" | "s" | "KB" | "MB";

/** One line of the table. */
export interface Measurement {
  /** What was measured, in a person's words. */
  what: string;
  /** In `unit`. */
  value: number;
  unit: Unit;
  /** What the same thing costs at the least, or in the easy case; measured in the same run, in the same unit. */
  floor: { what: string; value: number } | null;
  /** What the aim bounds: the value itself (in `unit`), or how many times the floor it is. */
  aim: { of: "value" | "ratio"; most: number };
  /** Something went wrong that no number shows (a picture was lost): the aim is missed whatever the value. */
  fault?: string;
  note?: string;
}

/** A part of the benchmark that can be run alone: `--only=name`. */
export interface Row {
  name: string;
  measure(bench: Bench): Promise<Measurement[]>;
}

/** This machine cannot tell (no /proc); not a failure. */
export class NotMeasurable extends Error {
  override readonly name = "NotMeasurable";
}

/** How a line stands to its aim. */
export interface Verdict {
  isMet: boolean;
  /** What the aim bounds, divided by the aim: 0.5 is twice as good as asked for, 2 twice as bad. */
  factor: number;
}

/** How many times its floor the value is; null without a floor to divide by. */
export function ratioOf({ value, floor }: Measurement): number | null {
  return floor === null || floor.value === 0 ? null : value / floor.value;
}

/** Holds a line against its aim. */
export function judge(measurement: Measurement): Verdict {
  const { aim, value, fault } = measurement;
  const judged = aim.of === "value" ? value : (ratioOf(measurement) ?? Number.POSITIVE_INFINITY);
  const factor = judged / aim.most;
  return { isMet: factor <= 1 && fault === undefined, factor };
}
