import "server-only";
import { z } from "zod";
import type { ApiMethod, ApiOperation, ApiParameter, JsonSchema } from "@/lib/contracts/openapi";
import type { Operation } from "@/lib/contracts/operation";
import { operations } from "@/lib/contracts/operations";
import type { OperationName } from "@/lib/contracts/routes";
import { problemsOf } from "@/lib/server/openapi/problems";
import type { SchemaShelf } from "@/lib/server/openapi/schemas";

export type Described = { path: string; method: ApiMethod; operation: ApiOperation };

/** Describes every operation of the contracts. */
export function describeOperations(shelf: SchemaShelf): Described[] {
  return operationNames().map((name) => describeOperation(name, operations[name], shelf));
}

/** Guarantee: the keys of the operations table are its names. */
function operationNames(): OperationName[] {
  return Object.keys(operations) as OperationName[];
}

function describeOperation(
  name: OperationName,
  operation: Operation,
  shelf: SchemaShelf,
): Described {
  const { method, path, access, scope, body, reply, status } = operation;
  const parameters = [
    ...parametersOf(shelf.describe(operation.params, "input"), "path"),
    ...parametersOf(shelf.describe(operation.query, "input"), "query"),
  ];
  return {
    path: path.replace(/:(\w+)/g, "{$1}"),
    method: asMethod(method),
    operation: {
      operationId: name,
      summary: operation.summary,
      tags: [tagOf(name)],
      security: securityOf(access, scope),
      ...reachOf(operation),
      ...(parameters.length > 0 && { parameters }),
      ...(body !== null && bodyOf(body, shelf)),
      responses: {
        [status]: {
          description: STATUS_WORDS[status],
          content: { "application/json": { schema: shelf.describe(reply, "output") } },
        },
        ...problemsOf({
          isOpen: access === "anyone",
          canBeMissing: access === "instance-owner" || parameters.some((one) => one.in === "path"),
          canBeWrong: body !== null || parameters.some((one) => one.in === "query"),
        }),
      },
    },
  };
}

/** A note where an operation is not open to every member of a workspace. */
function reachOf({ access, reach }: Operation): Pick<ApiOperation, "description"> {
  if (access === "instance-owner") return { description: INSTANCE_WORDS };
  if (reach !== "person") return {};
  return { description: "Needs a token of your personal workspace." };
}

export const INSTANCE_WORDS =
  "For the owner of the instance, also with a token of their personal workspace; everyone else gets 404.";

const STATUS_WORDS = {
  200: "Done.",
  201: "Created.",
  202: "Accepted. Events and later reads show the outcome.",
} as const;

/** The noun in an operation's name: "threads". */
export function tagOf(name: OperationName): string {
  return name.split(".")[0] ?? name;
}

/** A token with the scope, or a signed-in person. */
export function securityOf(
  access: Operation["access"],
  scope: Operation["scope"],
): ApiOperation["security"] {
  if (access === "anyone") return [];
  return scope === null ? [{ session: [] }] : [{ token: [scope] }, { session: [] }];
}

function parametersOf(schema: JsonSchema, location: "path" | "query"): ApiParameter[] {
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    in: location,
    required: schema.required?.includes(name) ?? false,
    schema: property,
  }));
}

function bodyOf(body: z.ZodType, shelf: SchemaShelf): Pick<ApiOperation, "requestBody"> {
  // The only custom schema in the contracts is the instance check of a byte stream.
  if (body instanceof z.ZodCustom) {
    return { requestBody: { required: true, content: { "application/octet-stream": {} } } };
  }
  const schema = shelf.describe(body, "input");
  const isEmpty = Object.keys(schema.properties ?? {}).length === 0 && schema.type === "object";
  if (isEmpty) return {};
  return { requestBody: { required: true, content: { "application/json": { schema } } } };
}

function asMethod(method: Operation["method"]): ApiMethod {
  const methods = {
    GET: "get",
    POST: "post",
    PATCH: "patch",
    PUT: "put",
    DELETE: "delete",
  } as const;
  return methods[method];
}
