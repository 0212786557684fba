import "server-only";
import { AppError } from "@/lib/server/errors";

/**
 * PostgreSQL cannot store a NUL character in text, which would surface as a 500. Throws `invalid_field` with the path
 * of the first one. Call it on parsed values only: the schema bounds their depth.
 */
export function refuseNul(value: unknown, path: readonly string[] = []): void {
  if (typeof value === "string") {
    if (value.includes("\0")) {
      throw new AppError("invalid_field", {
        field: path.join("."),
        detail: "Text must not contain NUL characters",
      });
    }
  } else if (isPlain(value)) {
    for (const [key, part] of Object.entries(value)) refuseNul(part, [...path, key]);
  }
}

/** Streams, files and bytes are not searched. */
function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
