import type { JsonSchema } from "@/lib/contracts/openapi";

/** A fragment of a type: literal text, or the name of a schema described elsewhere. */
export type Piece = { text: string } | { shape: string };

const INDENT = "  ";
const PREFIX = "#/components/schemas/";

/** A JSON Schema in TypeScript-like notation: `{ title: string; cover: Thumbnail | null }`, with limits as comments. */
export function writeShape(schema: JsonSchema, depth = 0): Piece[] {
  if (schema.$ref !== undefined) return [{ shape: schema.$ref.replace(PREFIX, "") }];
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return joined(options.map((option) => writeShape(option, depth)));
  if (schema.const !== undefined) return text(JSON.stringify(schema.const));
  if (schema.enum) return text(schema.enum.map((value) => JSON.stringify(value)).join(" | "));
  if (Array.isArray(schema.type)) {
    return joined(schema.type.map((type) => writeShape({ ...schema, type }, depth)));
  }
  switch (schema.type) {
    case "array":
      return writeArray(schema, depth);
    case "object":
      return writeObject(schema, depth);
    case "string":
      return text(schema.format ?? "string");
    case undefined:
      return text("any");
    default:
      return text(schema.type);
  }
}

/** Constraints of a value: "1…200 characters, default 512"; empty if there are none. */
export function writeLimits(schema: JsonSchema): string {
  const parts = [
    range(schema["minLength"], schema["maxLength"], " characters"),
    range(schema["minimum"], schema["maximum"], ""),
    range(schema["minItems"], schema["maxItems"], " items"),
    schema["default"] === undefined ? "" : `default ${JSON.stringify(schema["default"])}`,
  ];
  // For `X | null` show the limits of X.
  const [inner, ...others] = (schema.anyOf ?? []).filter(({ type }) => type !== "null");
  if (inner && others.length === 0) parts.push(writeLimits(inner));
  return parts.filter(Boolean).join(", ");
}

function writeArray(schema: JsonSchema, depth: number): Piece[] {
  const inner = writeShape(schema.items ?? {}, depth);
  const isUnion = inner.some((piece) => "text" in piece && piece.text.includes(" | "));
  const isBlock = "text" in (inner[0] ?? {}) && (inner[0] as { text: string }).text.startsWith("{");
  return isUnion && !isBlock ? [...text("("), ...inner, ...text(")[]")] : [...inner, ...text("[]")];
}

function writeObject(schema: JsonSchema, depth: number): Piece[] {
  const properties = Object.entries(schema.properties ?? {});
  const { additionalProperties } = schema;
  if (properties.length === 0) {
    if (typeof additionalProperties !== "object") return text("{}");
    return [...text("{ [key]: "), ...writeShape(additionalProperties, depth), ...text(" }")];
  }
  const indent = INDENT.repeat(depth + 1);
  const lines = properties.flatMap(([name, property]) => {
    const mark = schema.required?.includes(name) ? "" : "?";
    const note = [property.description, writeLimits(property)].filter(Boolean).join("; ");
    return [
      ...text(`${indent}${name}${mark}: `),
      ...writeShape(property, depth + 1),
      ...text(note === "" ? "\n" : `  // ${note}\n`),
    ];
  });
  return [...text("{\n"), ...lines, ...text(`${INDENT.repeat(depth)}}`)];
}

function text(words: string): Piece[] {
  return [{ text: words }];
}

function joined(options: Piece[][]): Piece[] {
  return options.flatMap((option, index) => (index === 0 ? option : [...text(" | "), ...option]));
}

function range(least: unknown, most: unknown, unit: string): string {
  if (typeof least === "number" && typeof most === "number") return `${least}…${most}${unit}`;
  if (typeof most === "number") return `≤ ${most}${unit}`;
  return typeof least === "number" ? `≥ ${least}${unit}` : "";
}
