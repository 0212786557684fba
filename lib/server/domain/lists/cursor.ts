import "server-only";
import { AppError } from "@/lib/server/errors";

/** Where a page ended: the timestamp that a list is ordered by, and the id as a tie-breaker. */
export type Cursor = { at: Date; id: string };

export function formatCursor({ at, id }: Cursor): string {
  return `${at.toISOString()}_${id}`;
}

/** @throws AppError `invalid_field` for a malformed cursor */
export function parseCursor(cursor: string): Cursor {
  const match = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)_([0-9a-f-]{36})$/.exec(cursor);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new AppError("invalid_field", { field: "cursor" });
  }
  return { at: new Date(match[1]), id: match[2] };
}

/** Where a page of a list ordered by hand ended. */
export type Place = { position: number; id: string };

export function formatPlace({ position, id }: Place): string {
  return `${position}_${id}`;
}

/** @throws AppError `invalid_field` for a malformed cursor */
export function parsePlace(cursor: string): Place {
  const [, position, id] = /^(-?\d[\d.e+-]*)_([0-9a-f-]{36})$/.exec(cursor) ?? [];
  if (id === undefined || !Number.isFinite(Number(position))) {
    throw new AppError("invalid_field", { field: "cursor" });
  }
  return { position: Number(position), id };
}
