/** Tells spreadsheets that what follows is UTF-8. */
export const CSV_START = "\uFEFF";

export type CsvCell = string | number | null;

/**
 * One record as RFC 4180 has it, with its line end. Text that a spreadsheet would take for a formula is led by an
 * apostrophe: others write these texts, and a formula can send away what stands beside it.
 */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** What spreadsheets begin a formula with, fullwidth forms included, and what they skip before looking. */
const FORMULA = /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

function csvCell(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
