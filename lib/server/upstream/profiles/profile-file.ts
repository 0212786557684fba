import "server-only";
import { readFileSync } from "node:fs";
import type { z } from "zod";

/**
 * Reads a file of model profiles.
 * @throws Error with one line that names the file, the field and the expected value
 */
export function readProfileFile<T extends z.ZodType>(path: string, schema: T): z.output<T> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`The model profiles in ${path} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue, ...others] = parsed.error.issues;
  const field = issue?.path.join(".") || "the top";
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  throw new Error(
    `The model profiles in ${path} are wrong at ${field}: ${expectation(issue?.message ?? "")}${more}`,
  );
}

/** zod's message without its preamble; a missing value is named as such. */
function expectation(message: string): string {
  return message
    .replace(/^Invalid (?:input|option): /, "")
    .replace(/, received undefined$/, ", and nothing is there");
}
