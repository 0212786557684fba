import "server-only";
import type { z } from "zod";
import { AppError } from "@/lib/server/errors";
import { invalid } from "@/lib/server/http/invalid";
import { refuseNul } from "@/lib/server/http/refuse-nul";

/** Parses the value. Throws `invalid_field` or a more specific code, naming the field. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalid(parsed.error);
  refuseNul(parsed.data);
  return parsed.data;
}

/** `parse` for a query string; refuses repeated keys. */
export function parseQuery<Schema extends z.ZodType>(
  schema: Schema,
  request: Request,
): z.output<Schema> {
  const search = new URL(request.url).searchParams;
  for (const key of new Set(search.keys())) {
    if (search.getAll(key).length > 1) {
      throw new AppError("invalid_field", { field: key, detail: "The parameter is repeated" });
    }
  }
  return parse(schema, Object.fromEntries(search));
}
