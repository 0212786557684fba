import { z } from "zod";
import { operations } from "@/lib/contracts/operations";
import type { Operation } from "@/lib/contracts/operation";
import type { OperationName } from "@/lib/contracts/routes";
import { operationNames } from "./request";
import type { Row } from "./row";
import { rows } from "./rows";
import type { Caller } from "./world";

/** A caller with access to the operation, so that only the body can be refused. */
export function callerFor({ about }: Row): Caller {
  if (about === "anyone") return "nobody";
  return about === "instance" ? "instance" : "owner";
}

export type JsonOperation = { name: OperationName; row: Row; schema: z.ZodType };

/** Every operation with a JSON body, empty ones included. A custom schema marks a binary body. */
export const jsonOperations: readonly JsonOperation[] = operationNames.flatMap((name) => {
  const { body }: Operation = operations[name];
  return body === null || body.type === "custom" ? [] : [{ name, row: rows[name], schema: body }];
});

type JsonSchema = z.core.JSONSchema.BaseSchema;
type Part = z.core.JSONSchema._JSONSchema;

/** The keys that a body may have, over all forms of a union. */
export function keysOf(schema: z.ZodType): string[] {
  return [...new Set(formsOf(jsonSchemaOf(schema)).flatMap((form) => keysIn(form)))];
}

/** The JSON path of every id in a body; "referenceIds.0" for an id in a list. */
export function idPathsOf(schema: z.ZodType): string[] {
  const walk = (part: JsonSchema, path: readonly string[]): string[] =>
    formsOf(part).flatMap((form) => [
      ...(form.format === "uuid" ? [path.join(".")] : []),
      ...keysIn(form).flatMap((key) => walk(asSchema(form.properties?.[key]), [...path, key])),
      ...(form.items === undefined ? [] : walk(asSchema(form.items), [...path, "0"])),
    ]);
  return [...new Set(walk(jsonSchemaOf(schema), []))];
}

const keysIn = ({ properties }: JsonSchema): string[] => Object.keys(properties ?? {});

/** The schema itself and all members of its unions, at any depth. */
function formsOf(schema: JsonSchema): JsonSchema[] {
  const forms = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) => list ?? []);
  return [schema, ...forms.flatMap((form) => formsOf(asSchema(form)))];
}

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
}

/**
 * A JSON schema may be a plain `true`, which has neither ids nor keys. Arrays of items are tuples, which no body has.
 */
function asSchema(part: Part | Part[] | undefined): JsonSchema {
  return typeof part === "object" && !Array.isArray(part) ? part : {};
}
