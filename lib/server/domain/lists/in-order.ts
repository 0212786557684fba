import "server-only";

/** The rows in the order of these ids; ids without a row are left out. */
export function inOrder<Row extends { id: string }>(
  found: readonly { id: string }[],
  rows: readonly Row[],
): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return found.flatMap(({ id }) => byId.get(id) ?? []);
}
