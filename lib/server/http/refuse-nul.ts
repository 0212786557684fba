import "server-only";
import { AppError } from "@/lib/server/errors";

/**
 * PostgreSQL keeps no NUL character in a text, so one would come back as our own fault. Throws `invalid_field` with the place
 * of the first. For values that a schema has let through: it is the schema that bounds how deep they go.
 */
export function refuseNul(value: unknown, path: readonly string[] = []): void {
  if (typeof value === "string") {
    if (value.includes("\0")) {
      throw new AppError("invalid_field", {
        field: path.join("."),
        detail: "A text holds no NUL character",
      });
    }
  } else if (isPlain(value)) {
    for (const [key, part] of Object.entries(value)) refuseNul(part, [...path, key]);
  }
}

/** Streams, files and bytes are not text, and are not walked through. */
function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
