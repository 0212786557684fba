import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { methodsOf, preflightHeaders } from "./cors";

const app = path.join(import.meta.dirname, "../../app");
const EXPORTED = /export (?:async )?(?:const|function) (GET|POST|PATCH|PUT|DELETE)\b/g;

/** Routes for API clients, without catch-alls, and the methods they export. */
const found = readdirSync(app, { recursive: true, encoding: "utf8" })
  .filter((file) => /^(?:api|v1|mcp|i)\/.*route\.ts$/.test(file) && !file.includes("[..."))
  .map((file) => ({
    pathname: `/${path.dirname(file).replace(/\[\w+\]/g, "x")}`,
    methods: [...readFileSync(path.join(app, file), "utf8").matchAll(EXPORTED)].map(
      ([, method = ""]) => method,
    ),
  }));

test.each(found)("$pathname allows exactly its methods: $methods", ({ pathname, methods }) => {
  const heads = methods.includes("GET") ? ["HEAD"] : [];
  expect(methodsOf(pathname).toSorted()).toEqual([...methods, ...heads, "OPTIONS"].toSorted());
});

test("methodsOf has no methods for an unknown path, and the routes were found", () => {
  expect(found.length).toBeGreaterThan(60);
  expect(methodsOf("/v1/files")).toEqual([]);
});

test("requested headers are echoed, and credentials are never allowed", () => {
  const requested = { method: "POST", headers: "authorization, content-type, x-stainless-os" };
  const headers = preflightHeaders("/v1/chat/completions", requested);
  expect(headers).toMatchObject({
    "access-control-allow-origin": "*",
    "access-control-allow-headers": requested.headers,
    "access-control-allow-methods": "POST, OPTIONS",
  });
  expect(Object.keys(headers)).not.toContain("access-control-allow-credentials");
});

test("/api allows a preflight only with an authorization header, and an unknown path allows any", () => {
  const leave = (headers: string | null) =>
    preflightHeaders("/api/turns", { method: "POST", headers })["access-control-allow-origin"];
  expect(leave("content-type")).toBeUndefined();
  expect(leave("x-authorization")).toBeUndefined();
  expect(leave(null)).toBeUndefined();
  expect(leave("Content-Type,Authorization")).toBe("*");
  const nowhere = preflightHeaders("/v1/files", { method: "PUT", headers: null });
  expect(nowhere["access-control-allow-methods"]).toBe("PUT, OPTIONS");
});
