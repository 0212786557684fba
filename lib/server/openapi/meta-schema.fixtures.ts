import { z } from "zod";

/**
 * OpenAPI 3.1's meta-schema (spec.openapis.org/oas/3.1/schema), as far as our document uses it. Objects are closed, so
 * keys unknown to the specification are found, and so is any key that we begin to use without adding it here.
 */

const reference = z.strictObject({ $ref: z.string().startsWith("#/") });

const typeName = z.enum(["object", "array", "string", "number", "integer", "boolean", "null"]);

/** Draft 2020-12 with the keywords that zod writes. */
const jsonSchema: z.ZodType = z.lazy(() =>
  z.strictObject({
    $ref: z.string().startsWith("#/components/schemas/").optional(),
    type: z.union([typeName, z.array(typeName).min(1)]).optional(),
    title: z.string().optional(),
    description: z.string().optional(),
    default: z.json().optional(),
    enum: z.array(z.json()).min(1).optional(),
    const: z.json().optional(),
    format: z.string().optional(),
    pattern: z.string().refine(isPattern).optional(),
    minLength: z.int().min(0).optional(),
    maxLength: z.int().min(0).optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    exclusiveMinimum: z.number().optional(),
    exclusiveMaximum: z.number().optional(),
    multipleOf: z.number().positive().optional(),
    minItems: z.int().min(0).optional(),
    maxItems: z.int().min(0).optional(),
    items: z.union([z.boolean(), jsonSchema]).optional(),
    prefixItems: z.array(jsonSchema).optional(),
    properties: z.record(z.string(), jsonSchema).optional(),
    required: z.array(z.string()).optional(),
    additionalProperties: z.union([z.boolean(), jsonSchema]).optional(),
    propertyNames: jsonSchema.optional(),
    anyOf: z.array(jsonSchema).min(1).optional(),
    oneOf: z.array(jsonSchema).min(1).optional(),
    allOf: z.array(jsonSchema).min(1).optional(),
    not: jsonSchema.optional(),
  }),
);

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

const media = z.string().regex(/^[a-z*]+\/[a-z0-9.+*-]+$/);
const content = z.record(media, z.strictObject({ schema: jsonSchema.optional() }));

const parameter = z.strictObject({
  name: z.string().min(1),
  in: z.enum(["path", "query", "header", "cookie"]),
  required: z.boolean(),
  description: z.string().optional(),
  schema: jsonSchema,
});

const header = z.strictObject({ description: z.string().optional(), schema: jsonSchema });

const response = z.strictObject({
  description: z.string().min(1),
  headers: z.record(z.string(), header).optional(),
  content: content.optional(),
});

const securityRequirement = z.record(z.string(), z.array(z.string()));

const operation = z.strictObject({
  operationId: z.string().min(1),
  summary: z.string().min(1),
  description: z.string().optional(),
  tags: z.array(z.string()).min(1),
  security: z.array(securityRequirement),
  parameters: z.array(parameter).optional(),
  requestBody: z.strictObject({ required: z.boolean(), content }).optional(),
  responses: z.record(z.string().regex(/^[1-5]\d\d$|^default$/), z.union([reference, response])),
});

const pathItem = z.strictObject({
  get: operation.optional(),
  post: operation.optional(),
  patch: operation.optional(),
  put: operation.optional(),
  delete: operation.optional(),
});

const componentName = z.string().regex(/^[\w.-]+$/);

export const metaSchema = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.strictObject({ url: z.url() })).min(1),
  tags: z.array(z.strictObject({ name: z.string(), description: z.string() })),
  paths: z.record(z.string().startsWith("/"), pathItem),
  components: z.strictObject({
    schemas: z.record(componentName, jsonSchema),
    responses: z.record(componentName, response),
    securitySchemes: z.record(
      componentName,
      z.union([
        z.strictObject({ type: z.literal("http"), scheme: z.string(), description: z.string() }),
        z.strictObject({
          type: z.literal("apiKey"),
          in: z.enum(["query", "header", "cookie"]),
          name: z.string(),
          description: z.string(),
        }),
      ]),
    ),
  }),
});
