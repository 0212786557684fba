import "server-only";
import { Prisma } from "@/lib/server/generated/prisma/client";
import { PLANNED_BY_VALUES } from "@/lib/server/db/statement-names";

/**
 * Whether an indexed text contains a fragment, whatever its case: a condition on a column that has an index over
 * `search_grams(column)`. The index finds candidates, the second condition decides. Start the statement with
 * `PLANNED_BY_VALUES`: how many rows match decides about the plan.
 * @param lowered the text in lower case
 */
export function containsFragment(
  column: Prisma.Sql,
  lowered: Prisma.Sql,
  fragment: string,
): Prisma.Sql {
  return Prisma.sql`(search_grams(${column}) @> search_query_grams(${fragment})
    AND ${showsFragment(lowered, fragment)})`;
}

/** The same without the index, for a list that is short already. */
export function showsFragment(lowered: Prisma.Sql, fragment: string): Prisma.Sql {
  return Prisma.sql`position(lower(${fragment}) IN ${lowered}) > 0`;
}

/** Makes PostgreSQL plan a statement for its values each time. */
export const plannedByValues = Prisma.raw(PLANNED_BY_VALUES);
