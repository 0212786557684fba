/** Byte order mark: tells spreadsheets that the file is UTF-8. */
export const CSV_START = "\uFEFF";

export type CsvCell = string | number | null;

/**
 * One RFC 4180 record with its line end. Prefixes text that a spreadsheet would run as a formula with an apostrophe:
 * other people write these texts, and a formula can send away its neighbours.
 */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** Characters that start a formula, including full-width forms, and what spreadsheets skip before them. */
const FORMULA = /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

function csvCell(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
