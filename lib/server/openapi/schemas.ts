import "server-only";
import { z } from "zod";
import { modelOffer } from "@/lib/contracts/account";
import { generationView } from "@/lib/contracts/generations";
import { imageView } from "@/lib/contracts/images";
import type { JsonSchema } from "@/lib/contracts/openapi";
import { turnSettings } from "@/lib/contracts/settings";
import { threadSummary } from "@/lib/contracts/threads";
import { tokenView } from "@/lib/contracts/tokens";
import { turnView } from "@/lib/contracts/turns";

/** Schemas that many operations use, described once under these names. All others are inlined. */
const named = z.registry<{ id: string }>();
named.add(modelOffer, { id: "ModelOffer" });
named.add(generationView, { id: "Generation" });
named.add(imageView, { id: "Image" });
named.add(turnSettings, { id: "TurnSettings" });
named.add(threadSummary, { id: "Thread" });
named.add(tokenView, { id: "Token" });
named.add(turnView, { id: "Turn" });

/** Request or reply: a default is optional in the one and always present in the other. */
type Direction = "input" | "output";

/** Collects the document's named schemas while its operations are described. */
export class SchemaShelf {
  readonly schemas: Record<string, JsonSchema> = {};

  /** A contract's schema as JSON Schema; named schemas within it become references to the shelf. */
  describe(schema: z.ZodType, io: Direction): JsonSchema {
    const made = z.toJSONSchema(schema, {
      io,
      metadata: named,
      target: "draft-2020-12",
      override: ({ zodSchema, jsonSchema }) => tidy(zodSchema, jsonSchema),
    });
    const { $schema: _, $defs = {}, ...rest } = asPlain(made);
    for (const [name, definition] of Object.entries(asDefinitions($defs))) {
      this.#keep(name, name === ANY_JSON ? anyJson : definition);
    }
    return rest;
  }

  #keep(name: string, definition: JsonSchema): void {
    const known = this.schemas[name];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(definition)) {
      throw new Error(
        `${name} means one thing in bodies and another in replies: give them two names`,
      );
    }
    this.schemas[name] = definition;
  }
}

/** `z.json()`, the one recursive schema that we use; zod numbers such schemas differently in each call. */
const ANY_JSON = "AnyJson";
const anyJson: JsonSchema = { description: "Any JSON value" };

type Made = Parameters<
  NonNullable<NonNullable<Parameters<typeof z.toJSONSchema>[1]>["override"]>
>[0];

/** Removes what zod adds that distracts readers or would over-commit us. */
function tidy(schema: Made["zodSchema"], json: Made["jsonSchema"]): void {
  // `format` suffices; the pattern next to it is a screenful.
  if (json.format !== undefined) delete json.pattern;
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  if (JSON.stringify(json.propertyNames) === '{"type":"string"}') delete json.propertyNames;
  // Replies may gain keys later. Bodies are strict and stay closed.
  const { def } = schema._zod;
  if (def.type === "object" && !("catchall" in def && def.catchall !== undefined)) {
    delete json.additionalProperties;
  }
}

/** JSON values only, with references that point at the document's own shelf. */
function asPlain(made: unknown): Record<string, unknown> {
  const text = JSON.stringify(made)
    .replaceAll(/"__schema\d+"/g, `"${ANY_JSON}"`)
    .replaceAll(/"\$ref":"#\/\$defs\/(?:__schema\d+)"/g, `"$ref":"#/$defs/${ANY_JSON}"`)
    .replaceAll('"$ref":"#/$defs/', '"$ref":"#/components/schemas/');
  return JSON.parse(text) as Record<string, unknown>;
}

/** `$defs` of a JSON Schema is a map of schemas (JSON Schema, core, 8.2.4). */
function asDefinitions(defs: unknown): Record<string, JsonSchema> {
  return defs as Record<string, JsonSchema>;
}
