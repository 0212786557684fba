import "server-only";
import type { SpendingCell } from "@/lib/server/domain/usage/spending";
import { CSV_START, type CsvCell, csvLine } from "@/lib/utils/csv";

/** Column names are English in every language: programs read them. */
const COLUMNS: readonly (readonly [string, (cell: SpendingCell) => CsvCell])[] = [
  ["day_utc", (it) => it.day],
  ["member", (it) => it.name],
  ["model", (it) => it.model],
  ["key", (it) => it.keySource],
  ["calls", (it) => it.calls],
  ["pictures", (it) => it.pictures],
  ["billed_usd", (it) => usdText(it.billedMicroUsd)],
  ["perhaps_billed_usd", (it) => usdText(it.perhapsMicroUsd)],
  ["reserved_usd", (it) => usdText(it.reservedMicroUsd)],
  ["member_id", (it) => it.userId],
];

/** One line per day, member, model and kind of key (RFC 4180, UTF-8 with BOM). */
export function toSpendingCsv(cells: readonly SpendingCell[]): string {
  const lines = cells.map((cell) => csvLine(COLUMNS.map(([, read]) => read(cell))));
  return CSV_START + csvLine(COLUMNS.map(([name]) => name)) + lines.join("");
}

function usdText(microUsd: number): string {
  return (microUsd / 1_000_000).toFixed(6);
}
