import "server-only";
import type { AnswerPath } from "@/lib/contracts/answers";
import { isObject, type ParsedBody } from "./json-values";

/** Far more images than any answer has. */
const MAX_VALUES = 60;

/**
 * The root for JSON paths: the single JSON value; the list of values if there are several (or an event stream); the
 * text if it is not JSON.
 */
export function rootOf(parsed: ParsedBody, text: string): unknown {
  if (parsed.form === "text") return text;
  return parsed.form === "json" && parsed.values.length === 1 ? parsed.values[0] : parsed.values;
}

/** The values at a path, in the answer's order; empty if nothing matches. `*` matches every item of a list. */
export function valuesAt(root: unknown, path: AnswerPath): unknown[] {
  let values: unknown[] = [root];
  for (const step of path) {
    values = values.flatMap((value) => stepInto(value, step)).slice(0, MAX_VALUES);
  }
  return values;
}

function stepInto(value: unknown, step: string | number): unknown[] {
  if (Array.isArray(value)) {
    if (step === "*") return value.slice(0, MAX_VALUES);
    return typeof step === "number" && step < value.length ? [value[step]] : [];
  }
  return isObject(value) && typeof step === "string" && Object.hasOwn(value, step)
    ? [value[step]]
    : [];
}
