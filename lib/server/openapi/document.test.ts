import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { API_GROUPS } from "@/lib/contracts/api-groups";
import { API_METHODS, type ApiOperation, type JsonSchema } from "@/lib/contracts/openapi";
import { operations } from "@/lib/contracts/operations";
import { type OperationName, routes } from "@/lib/contracts/routes";
import { openApiDocument } from "@/lib/server/openapi/document";
import { metaSchema } from "@/lib/server/openapi/meta-schema.fixtures";
import { NOT_DESCRIBED } from "@/lib/server/openapi/streams";

const document = openApiDocument("https://studio.example");
const root = path.join(import.meta.dirname, "../../..");

type Located = ApiOperation & { path: string; method: string };

const described: Located[] = Object.entries(document.paths).flatMap(([route, item]) =>
  API_METHODS.flatMap((method) => {
    const operation = item[method];
    return operation === undefined ? [] : [{ ...operation, path: route, method }];
  }),
);

const names = Object.keys(routes) as OperationName[];

test("the document is valid by OpenAPI's meta-schema", () => {
  // As a client gets it: JSON only.
  const parsed = metaSchema.safeParse(JSON.parse(JSON.stringify(document)));
  expect(parsed.error && z.prettifyError(parsed.error)).toBeUndefined();
});

test.each(names)("%s is described at its path, with its scope", (name) => {
  const [method, template] = routes[name];
  const { access, scope, status } = operations[name];
  const found = described.find(({ operationId }) => operationId === name);
  expect(found?.path).toBe(template.replace(/:(\w+)/g, "{$1}"));
  expect(found?.method).toBe(method.toLowerCase());
  expect(Object.keys(found?.responses ?? {})).toContain(String(status));
  const token = found?.security.find((one) => one["token"] !== undefined);
  expect(token).toEqual(access === "anyone" || scope === null ? undefined : { token: [scope] });
  expect(found?.security.length === 0).toBe(access === "anyone");
});

test("every group has a description", () => {
  const groups = document.tags.map(({ name }) => name);
  expect(groups.filter((name) => !Object.hasOwn(API_GROUPS, name))).toEqual([]);
});

test("every route under app/api is described or listed as undocumented", () => {
  const files = readdirSync(path.join(root, "app/api"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("route.ts"))
    .map((file) => `app/api/${file.split(path.sep).join("/")}`);
  expect(files.length).toBeGreaterThan(30);
  for (const file of files) {
    const route = `/${path.posix.dirname(file).replace("app/", "")}`;
    if (NOT_DESCRIBED.includes(route)) continue;
    const source = readFileSync(path.join(root, file), "utf8");
    const item = document.paths[route.replace(/\[(\w+)\]/g, "{$1}")] ?? {};
    for (const [, method = ""] of source.matchAll(
      /export (?:const|function) (GET|POST|PATCH|PUT|DELETE)\b/g,
    )) {
      expect(Object.keys(item), `${method} ${route}`).toContain(method.toLowerCase());
    }
  }
});

test("every described path has a route", () => {
  for (const { path: route, method } of described) {
    const file = path.join(root, "app", route.replace(/\{(\w+)\}/g, "[$1]"), "route.ts");
    expect(readFileSync(file, "utf8"), route).toMatch(new RegExp(`\\b${method.toUpperCase()}\\b`));
  }
});

test("a path's parameters match its braces, and operation ids are unique", () => {
  for (const operation of described) {
    const inPath = operation.parameters?.filter((one) => one.in === "path") ?? [];
    const braces = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
    expect(inPath.map(({ name }) => name).toSorted(), operation.path).toEqual(braces.toSorted());
    expect(inPath.every(({ required }) => required)).toBe(true);
  }
  const ids = described.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test("every reference resolves, and every schema compiles", () => {
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref);
  expect(refs.length).toBeGreaterThan(20);
  for (const ref of refs) expect(resolve(ref ?? ""), ref).toBeDefined();
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    expect(() => compile(schema), name).not.toThrow();
  }
});

function resolve(ref: string): unknown {
  return ref
    .slice(2)
    .split("/")
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
}

/** Converts back to a zod schema that can validate; zod reads references below `$defs`. */
function compile(schema: JsonSchema) {
  const text = JSON.stringify({ ...schema, $defs: document.components.schemas });
  return z.fromJSONSchema(JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/")));
}

test("the document and the contract accept and reject the same bodies", () => {
  const { requestBody } = document.paths["/api/turns"]?.post ?? {};
  const schema = compile(requestBody?.content["application/json"]?.schema ?? {});
  const settings = { model: "m", shape: "3:2", tier: null, variations: 1, temperature: null };
  const body = {
    threadId: null,
    parentTurnId: null,
    baseImageId: null,
    prompt: "A bay",
    settings,
    systemInstruction: "",
    referenceIds: [],
    idempotencyKey: crypto.randomUUID(),
  };
  const verdicts = (value: unknown) => [
    schema.safeParse(value).success,
    operations["turns.create"].body.safeParse(value).success,
  ];
  expect(verdicts(body)).toEqual([true, true]);
  expect(verdicts({ ...body, settings: { ...settings, variations: 11 } })).toEqual([false, false]);
  expect(verdicts({ ...body, isAdmin: true })).toEqual([false, false]);
  expect(verdicts({ ...body, threadId: "x" })).toEqual([false, false]);
});
