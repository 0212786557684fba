import "server-only";
import { API_GROUPS } from "@/lib/contracts/api-groups";
import type { OpenApiDocument } from "@/lib/contracts/openapi";
import { WORKSPACE_HEADER } from "@/lib/contracts/workspace-choice";
import { describeOperations, type Described } from "@/lib/server/openapi/from-operations";
import { problemResponses, problemSchema } from "@/lib/server/openapi/problems";
import { SchemaShelf } from "@/lib/server/openapi/schemas";
import { describeFiles } from "@/lib/server/openapi/streams";

const DESCRIPTION = [
  "The API that the studio's own pages use. Programs authenticate with a personal access token (`Authorization: Bearer pnt_…`), which is",
  "bound to one workspace and has scopes; each operation names the scope it needs. A token can never do more than its",
  "owner's role allows. Bodies are strict JSON: unknown keys are refused. Every error is `application/problem+json`",
  "with a `code` to branch on.",
  "",
  `A browser's session works as well; then \`${WORKSPACE_HEADER}\` names the workspace of a call.`,
].join("\n");

type Whole = Omit<OpenApiDocument, "servers">;
let made: Whole | null = null;

/**
 * The API's OpenAPI 3.1 description, built from the contracts once per process.
 * @param origin the studio's origin
 */
export function openApiDocument(origin: string): OpenApiDocument {
  made ??= describeAll();
  return { ...made, servers: [{ url: origin }] };
}

function describeAll(): Whole {
  const shelf = new SchemaShelf();
  const all = [...describeOperations(shelf), ...describeFiles()];
  return {
    openapi: "3.1.1",
    info: { title: "Pentimento", version: "1", description: DESCRIPTION },
    tags: groupsOf(all),
    paths: pathsOf(all),
    components: {
      schemas: { ...shelf.schemas, Problem: problemSchema },
      responses: problemResponses,
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description: "A personal access token, created under Settings → Access tokens.",
        },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "pentimento.session",
          description:
            "A browser's session. The cookie's name ends in a hash specific to the studio, and begins with `__Host-` on https.",
        },
      },
    },
  };
}

/** Known groups in their order, then groups without a description. */
function groupsOf(all: readonly Described[]): OpenApiDocument["tags"] {
  const used = new Set(all.flatMap(({ operation }) => operation.tags));
  const known = Object.entries(API_GROUPS).filter(([name]) => used.has(name));
  const unknown = [...used].filter((name) => !Object.hasOwn(API_GROUPS, name));
  return [
    ...known.map(([name, description]) => ({ name, description })),
    ...unknown.map((name) => ({ name, description: "" })),
  ];
}

function pathsOf(all: readonly Described[]): OpenApiDocument["paths"] {
  const paths: OpenApiDocument["paths"] = {};
  for (const { path, method, operation } of all) {
    paths[path] = { ...paths[path], [method]: operation };
  }
  return paths;
}
