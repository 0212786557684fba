import "server-only";
import { AppError } from "@/lib/server/errors";

/** Where a page ended: the instant that lists are ordered by, and an id to tell rows of one instant apart. */
export type Cursor = { at: Date; id: string };

export function formatCursor({ at, id }: Cursor): string {
  return `${at.toISOString()}_${id}`;
}

/** @throws AppError `invalid_field` for a cursor that is not ours */
export function parseCursor(cursor: string): Cursor {
  const match = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)_([0-9a-f-]{36})$/.exec(cursor);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new AppError("invalid_field", { field: "cursor" });
  }
  return { at: new Date(match[1]), id: match[2] };
}
