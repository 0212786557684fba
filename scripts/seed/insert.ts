import { databasePool } from "@/lib/server/db/pools";
import type { Prisma } from "@/lib/server/generated/prisma/client";

/** The columns that a seeded row sets; all rows of a table set the same ones. */
export interface SeedRows {
  Thread: Prisma.ThreadCreateManyInput;
  Turn: Prisma.TurnCreateManyInput;
  Generation: Prisma.GenerationCreateManyInput;
  Image: Prisma.ImageCreateManyInput;
  Reference: Prisma.ReferenceCreateManyInput;
  AuditEntry: Prisma.AuditEntryCreateManyInput;
}
export type SeedTable = keyof SeedRows;

/** Inserts rows with one statement. */
export async function insertRows<T extends SeedTable>(
  table: T,
  rows: readonly SeedRows[T][],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first)
    .map((name) => `"${name}"`)
    .join(", ");
  await databasePool().query(
    `INSERT INTO "${table}" (${columns})
     SELECT ${columns} FROM json_populate_recordset(NULL::"${table}", $1::json)`,
    [JSON.stringify(rows)],
  );
}

/** A reference to an image that is written after the row that has it. */
export interface Link {
  id: string;
  imageId: string;
}

/** Sets `Turn.baseImageId` or `Thread.coverImageId` of rows that are there already, with one statement. */
export async function setLinks(
  column: '"Turn"."baseImageId"' | '"Thread"."coverImageId"',
  links: readonly Link[],
): Promise<void> {
  const [table = "", name = ""] = column.split(".");
  await databasePool().query(
    `UPDATE ${table} row SET ${name} = link."imageId"
     FROM json_to_recordset($1::json) AS link(id uuid, "imageId" uuid) WHERE row.id = link.id`,
    [JSON.stringify(links)],
  );
}
