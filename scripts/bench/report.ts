import { cpus, totalmem } from "node:os";
import { judge, type Measurement, ratioOf, type Unit } from "./measurement";

export type RowResult =
  | { row: string; measurements: Measurement[] }
  | { row: string; notMeasured: string; isFailure: boolean };

/** Describes the machine. */
function describeMachine() {
  const processors = cpus();
  return {
    cpus: processors.length,
    model: processors[0]?.model ?? "unknown",
    memoryMb: Math.round(totalmem() / 2 ** 20),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
  };
}

/** One measurement for programs. */
interface JsonRow {
  /** "row: what was measured". */
  name: string;
  /** Unrounded; null if it could not be measured. */
  value: number | null;
  unit: Unit | null;
  /** The floor of the same run, in `unit`; null without one. */
  floor: number | null;
  /** The most that meets the aim, in `unit`; null where that is a multiple of a floor that is not there. */
  aim: number | null;
  met: boolean;
}

/** The run as one object for `--json`. */
export function toJson(results: readonly RowResult[]): { rows: JsonRow[] } {
  const rows = results.flatMap((result): JsonRow[] =>
    "notMeasured" in result
      ? [{ name: result.row, value: null, unit: null, floor: null, aim: null, met: false }]
      : result.measurements.map((measurement) => toJsonRow(result.row, measurement)),
  );
  return { rows };
}

function toJsonRow(row: string, measurement: Measurement): JsonRow {
  const { what, value, unit, floor, aim } = measurement;
  const most = aim.of === "value" ? aim.most : floor && aim.most * floor.value;
  const { isMet: met } = judge(measurement);
  return { name: `${row}: ${what}`, value, unit, floor: floor?.value ?? null, aim: most, met };
}

const heads = ["row", "what", "measured", "floor", "ratio", "aim", "verdict"];

/** The table for people, with floors and notes below. */
export function toTable(results: readonly RowResult[]): string {
  const lines = results.flatMap((result) =>
    "notMeasured" in result
      ? [[result.row, result.notMeasured, "not measured", "", "", "", ""]]
      : result.measurements.map((measurement) => [result.row, ...cellsOf(measurement)]),
  );
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  const format = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("──");
  const { cpus: count, model, memoryMb, node, platform } = describeMachine();
  return [
    format(heads),
    rule,
    ...lines.map(format),
    "",
    ...results.flatMap(footnotes),
    `On ${count} × ${model}, ${Math.round(memoryMb / 1024)} GB, ${platform}, Node ${node}.`,
  ].join("\n");
}

function cellsOf(measurement: Measurement): string[] {
  const { what, value, unit, floor, aim } = measurement;
  const ratio = ratioOf(measurement);
  const { isMet, factor } = judge(measurement);
  return [
    what,
    quantity(value, unit),
    floor === null ? "" : quantity(floor.value, unit),
    ratio === null ? "" : `${round(ratio)} ×`,
    aim.of === "ratio" ? `≤ ${aim.most} × floor` : `≤ ${quantity(aim.most, unit)}`,
    `${isMet ? "met" : "missed"} (${round(factor)} of the aim)`,
  ];
}

function footnotes(result: RowResult): string[] {
  if ("notMeasured" in result) return [];
  return result.measurements.flatMap(({ what, floor, fault, note }) => {
    const parts = [floor && `floor: ${floor.what}`, fault && `FAULT: ${fault}`, note];
    const text = parts.filter(Boolean).join("; ");
    return text ? [`${result.row}, ${what}: ${text}.`] : [];
  });
}

function quantity(value: number, unit: Unit): string {
  return `${round(value)} ${unit}`.trimEnd();
}

/** Rounds to three significant digits. */
function round(value: number): string {
  if (!Number.isFinite(value)) return "∞";
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits);
}
