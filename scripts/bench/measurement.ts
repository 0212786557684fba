import type { Bench } from "./bench";

/** Empty for a count. */
export type Unit = "ms" | "s" | "KB" | "MB" | "";

/** One line of the report. */
export interface Measurement {
  /** What was measured, as text. */
  what: string;
  /** In `unit`. */
  value: number;
  unit: Unit;
  /** The minimum or the easy case, measured in the same run and unit. */
  floor: { what: string; value: number } | null;
  /** The aim limits either the value (in `unit`) or its ratio to the floor. */
  aim: { of: "value" | "ratio"; most: number };
  /** A failure that no number shows (a lost image): the aim counts as missed. */
  fault?: string;
  note?: string;
}

/** A part of the benchmark that can run alone: `--rows name`. */
export interface Row {
  name: string;
  measure(bench: Bench): Promise<Measurement[]>;
}

/** This machine cannot measure it (no /proc); not a failure. */
export class NotMeasurable extends Error {
  override readonly name = "NotMeasurable";
}

/** Whether a line meets its aim. */
export interface Verdict {
  isMet: boolean;
  /** The limited quantity divided by the aim: 0.5 is twice as good as required, 2 twice as bad. */
  factor: number;
}

/** The value divided by its floor; null without a floor. */
export function ratioOf({ value, floor }: Measurement): number | null {
  return floor === null || floor.value === 0 ? null : value / floor.value;
}

/** Compares a line with its aim. */
export function judge(measurement: Measurement): Verdict {
  const { aim, value, fault } = measurement;
  const judged = aim.of === "value" ? value : (ratioOf(measurement) ?? Number.POSITIVE_INFINITY);
  const factor = judged / aim.most;
  return { isMet: factor <= 1 && fault === undefined, factor };
}
