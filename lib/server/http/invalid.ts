import "server-only";
import type { z } from "zod";
import { PROMPT_MAX_CHARS, REFERENCES_MAX } from "@/lib/contracts/limits";
import { AppError } from "@/lib/server/errors";

/**
 * Turns the first zod issue into a problem that a person can act on. Most become `invalid_field` with the path; a few
 * that have their own message are recognised by path and kind.
 */
export function invalid(error: z.ZodError): AppError {
  const issue = error.issues[0];
  if (!issue) return new AppError("invalid_field");
  const field = fieldOf(issue);
  const last = issue.path.at(-1);
  if (issue.code === "too_big" && last === "referenceIds") {
    return new AppError("too_many_references", { field, details: { max: REFERENCES_MAX } });
  }
  if (issue.code === "too_big" && last === "prompt") {
    return new AppError("prompt_too_long", { field, details: { max: PROMPT_MAX_CHARS } });
  }
  // zod's messages name kinds, bounds and choices, never the value.
  return new AppError("invalid_field", {
    field,
    detail: issue.message,
    details: boundsOf(issue),
  });
}

function fieldOf(issue: z.core.$ZodIssue): string {
  const path =
    issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0] ?? ""] : issue.path;
  return path.map(String).join(".");
}

function boundsOf(issue: z.core.$ZodIssue): Record<string, number> | undefined {
  if (issue.code === "too_big") return { max: Number(issue.maximum) };
  if (issue.code === "too_small") return { min: Number(issue.minimum) };
  return undefined;
}
