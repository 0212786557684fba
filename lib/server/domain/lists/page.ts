import "server-only";
import { type Cursor, formatCursor, parseCursor } from "@/lib/server/domain/lists/cursor";
import { Prisma } from "@/lib/server/generated/prisma/client";

export type Direction = "asc" | "desc";

export interface PageOptions<Column extends string> {
  /** The timestamp that the list is ordered by; rows of one instant are ordered by id. */
  by: Column;
  /** Default: newest first. */
  direction?: Direction;
  /** `nextCursor` of the previous page. */
  cursor: string | undefined;
  /** Rows per page. */
  size: number;
}

/** What a query of one page needs: the range behind the cursor, the order, and one row more than the page has. */
export interface Slice<Column extends string> {
  where: SliceWhere<Column>;
  orderBy: [Record<Column, Direction>, { id: Direction }];
  take: number;
  after: Cursor | null;
}

export interface Page<Row> {
  rows: Row[];
  /** Null on the last page. */
  nextCursor: string | null;
}

type Edge = { lt?: Date; lte?: Date; gt?: Date; gte?: Date };
type SliceWhere<Column extends string> = {
  AND: (Record<Column, Edge> & {
    OR: [Record<Column, Edge>, { id: { lt?: string; gt?: string } }];
  })[];
};

/**
 * Reads one page of a list by keyset: `find` adds its own conditions to `slice.where` with `AND`.
 * @throws AppError `invalid_field` for a malformed cursor
 */
export async function readPage<
  Column extends string,
  Row extends Record<Column, Date> & { id: string },
>(
  { by, direction = "desc", cursor, size }: PageOptions<Column>,
  find: (slice: Slice<Column>) => Promise<Row[]>,
): Promise<Page<Row>> {
  const after = cursor === undefined ? null : parseCursor(cursor);
  const rows = await find({
    where: { AND: after === null ? [] : [behind(by, direction, after)] },
    orderBy: [column(by, direction), { id: direction }],
    take: size + 1,
    after,
  });
  const page = rows.slice(0, size);
  const last = page.at(-1);
  const hasMore = rows.length > size && last !== undefined;
  return { rows: page, nextCursor: hasMore ? formatCursor({ at: last[by], id: last.id }) : null };
}

/** The rows of every page, a page at a time, so that an export holds one in memory. */
export async function* readAllPages<Row>(
  read: (cursor: string | undefined) => Promise<Page<Row>>,
): AsyncGenerator<Row[]> {
  let cursor: string | undefined;
  do {
    const page: Page<Row> = await read(cursor);
    yield page.rows;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

/** Every row in id order, read `size` at a time: `find` gets the range behind the last row. */
export async function* readAllById<Row extends { id: string }>(
  size: number,
  find: (slice: {
    where: { id?: { gt: string } };
    orderBy: { id: "asc" };
    take: number;
  }) => Promise<Row[]>,
): AsyncGenerator<Row> {
  let after: string | undefined;
  do {
    const where = after === undefined ? {} : { id: { gt: after } };
    const rows: Row[] = await find({ where, orderBy: { id: "asc" }, take: size });
    yield* rows;
    after = rows.length < size ? undefined : rows.at(-1)?.id;
  } while (after !== undefined);
}

/** The range of a newest-first slice for SQL; a row comparison, which an index over both columns answers alone. */
export function olderThan({ after }: Slice<string>, at: Prisma.Sql, id: Prisma.Sql): Prisma.Sql {
  if (after === null) return Prisma.sql`true`;
  return Prisma.sql`(${at}, ${id}) < (${after.at}, ${after.id}::uuid)`;
}

/** The same for an oldest-first slice. */
export function newerThan({ after }: Slice<string>, at: Prisma.Sql, id: Prisma.Sql): Prisma.Sql {
  if (after === null) return Prisma.sql`true`;
  return Prisma.sql`(${at}, ${id}) > (${after.at}, ${after.id}::uuid)`;
}

/** A limit as text: PostgreSQL plans a named statement without its values, and would guess a tenth of the table. */
export function limit(take: number): Prisma.Sql {
  return Prisma.raw(`LIMIT ${Math.trunc(take)}`);
}

/**
 * Ends a subquery that is to run for each row that a list shows. Without it PostgreSQL may join the whole table first,
 * because it does not foresee how few rows that will be.
 */
export const ROW_BY_ROW = Prisma.sql`OFFSET 0`;

/** Prisma has no row comparison. The first condition is implied, and is what PostgreSQL turns into an index range. */
function behind<Column extends string>(
  by: Column,
  direction: Direction,
  { at, id }: Cursor,
): SliceWhere<Column>["AND"][number] {
  return direction === "desc"
    ? { ...column(by, { lte: at }), OR: [column(by, { lt: at }), { id: { lt: id } }] }
    : { ...column(by, { gte: at }), OR: [column(by, { gt: at }), { id: { gt: id } }] };
}

/** An object with one property; TypeScript widens a computed key to `string`. */
function column<Column extends string, Value>(name: Column, value: Value): Record<Column, Value> {
  return { [name]: value } as Record<Column, Value>;
}
