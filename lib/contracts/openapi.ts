/** The subset of OpenAPI 3.1 that our document uses (spec.openapis.org/oas/v3.1.1). */

/** JSON Schema, draft 2020-12. */
export type JsonSchema = {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  enum?: (string | number | boolean | null)[];
  const?: string | number | boolean | null;
  format?: string;
  additionalProperties?: JsonSchema | boolean;
  [keyword: string]: unknown;
};

export type ApiParameter = {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  schema: JsonSchema;
};

export type ApiContent = Record<string, { schema?: JsonSchema }>;

export type ApiResponse = {
  description: string;
  headers?: Record<string, { description: string; schema: JsonSchema }>;
  content?: ApiContent;
};

export type ApiOperation = {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  /** Alternatives; an empty list means public. */
  security: Record<string, string[]>[];
  parameters?: ApiParameter[];
  requestBody?: { required: boolean; content: ApiContent };
  responses: Record<string, ApiResponse | { $ref: string }>;
};

export const API_METHODS = ["get", "post", "patch", "put", "delete"] as const;
export type ApiMethod = (typeof API_METHODS)[number];

export type OpenApiDocument = {
  openapi: "3.1.1";
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Partial<Record<ApiMethod, ApiOperation>>>;
  components: {
    schemas: Record<string, JsonSchema>;
    responses: Record<string, ApiResponse>;
    securitySchemes: Record<string, Record<string, string>>;
  };
};
