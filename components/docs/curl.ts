import type { ApiOperation, JsonSchema, OpenApiDocument } from "@/lib/contracts/openapi";

type Schemas = OpenApiDocument["components"]["schemas"];

/** A curl command with placeholders in capitals. */
export function writeCurl(
  origin: string,
  method: string,
  path: string,
  operation: ApiOperation,
  schemas: Schemas,
): string {
  const needsToken = operation.security.some((one) => one["token"] !== undefined);
  const content = Object.keys(operation.requestBody?.content ?? {})[0];
  const reply = Object.values(operation.responses).find(
    (response) => "content" in response && response.content,
  );
  const media = reply && "content" in reply ? Object.keys(reply.content ?? {})[0] : undefined;
  const required = (operation.parameters ?? []).filter((one) => one.in === "query" && one.required);
  const search = required.map(({ name }) => `${name}=${capitals(name)}`).join("&");
  const address = `${origin}${path.replace(/\{(\w+)\}/g, (_, name: string) => capitals(name))}`;
  const schema = operation.requestBody?.content["application/json"]?.schema;
  const parts = [
    `curl${flagsOf(media)}${method === "get" ? "" : ` -X ${method.toUpperCase()}`} "${address}${search && `?${search}`}"`,
    ...(needsToken ? ['-H "Authorization: Bearer $PENTIMENTO_TOKEN"'] : []),
    ...(content ? [`-H "Content-Type: ${content}"`] : []),
    ...(schema
      ? [`-d '${JSON.stringify(exampleOf(schema, schemas), null, 2).replaceAll("\n", "\n  ")}'`]
      : []),
    ...(content === "application/octet-stream" ? ["--data-binary @picture.png"] : []),
  ];
  return parts.join(" \\\n  ");
}

function flagsOf(media: string | undefined): string {
  if (media === "text/event-stream") return " -N";
  return media === undefined || media.endsWith("json") ? "" : " -OJ";
}

/** "threadId" becomes "THREAD_ID". */
function capitals(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1_$2").toUpperCase();
}

/** The smallest value that satisfies the schema. */
function exampleOf(schema: JsonSchema, schemas: Schemas): unknown {
  if (schema.$ref !== undefined) {
    return exampleOf(schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {}, schemas);
  }
  if (schema["default"] !== undefined) return schema["default"];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const options = schema.anyOf ?? schema.oneOf;
  if (options) {
    if (options.some(({ type }) => type === "null")) return null;
    return exampleOf(options[0] ?? {}, schemas);
  }
  if (Array.isArray(schema.type)) return schema.type.includes("null") ? null : "…";
  switch (schema.type) {
    case "object":
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [
          name,
          exampleOf(schema.properties?.[name] ?? {}, schemas),
        ]),
      );
    case "array":
      return schema["minItems"] ? [exampleOf(schema.items ?? {}, schemas)] : [];
    case "integer":
    case "number":
      return typeof schema["minimum"] === "number" ? schema["minimum"] : 0;
    case "boolean":
      return false;
    case "string":
      return schema.format === "uuid" ? "0199c0de-0000-7000-8000-000000000000" : "…";
    default:
      return null;
  }
}
