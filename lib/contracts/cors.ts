import { routes } from "@/lib/contracts/routes";

// Which pages of other sites may call what. Nothing here ever allows a cookie: `*` goes without credentials.

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** What is no operation. */
const OTHERS: readonly (readonly [Method, string])[] = [
  ["POST", "/v1/chat/completions"],
  ["POST", "/v1/images/generations"],
  ["POST", "/v1/images/edits"],
  ["GET", "/v1/models"],
  ["GET", "/v1/models/:model"],
  ["POST", "/mcp"],
  ["GET", "/i/:imageId/:variant"],
  ["GET", "/api/account/export"],
  ["GET", "/api/audit.csv"],
  ["GET", "/api/avatars/:userId"],
  ["GET", "/api/events"],
  ["GET", "/api/images/:imageId/:variant"],
  ["GET", "/api/instance/audit.csv"],
  ["GET", "/api/openapi.json"],
  ["GET", "/api/usage/attempts.csv"],
  ["GET", "/api/usage/spending.csv"],
];

const all = [...Object.values(routes), ...OTHERS].map(([method, template]) => ({
  method,
  pattern: new RegExp(`^${template.replaceAll(".", "\\.").replace(/:\w+/g, "[^/]+")}/?$`),
  // A path that is written out goes before one with a parameter in its place.
  parameters: template.split(":").length,
}));

/** The methods that a path has, OPTIONS among them; none for a path that is not there. */
export function methodsOf(pathname: string): string[] {
  const found = all.filter(({ pattern }) => pattern.test(pathname));
  if (found.length === 0) return [];
  const fewest = Math.min(...found.map(({ parameters }) => parameters));
  const methods = found
    .filter(({ parameters }) => parameters === fewest)
    .map(({ method }) => method);
  const heads = methods.includes("GET") ? ["HEAD"] : [];
  return [...new Set([...methods, ...heads, "OPTIONS"])];
}

/**
 * The answer to a browser that asks whether a page of another site may call a path. The API under `/api` is for programs
 * with a token there: a page that does not announce an `authorization` header gets no leave. A path that is not there
 * allows what was asked for, so that the page can read why.
 */
export function preflightHeaders(
  pathname: string,
  asked: { method: string; headers: string | null },
): Record<string, string> {
  const named = (asked.headers ?? "").toLowerCase().split(/\s*,\s*/);
  const methods = methodsOf(pathname);
  const allowed = (methods.length === 0 ? [asked.method, "OPTIONS"] : methods).join(", ");
  if (pathname.startsWith("/api/") && !named.includes("authorization")) return { allow: allowed };
  return {
    allow: allowed,
    "access-control-allow-origin": "*",
    "access-control-allow-methods": allowed,
    ...(asked.headers !== null && { "access-control-allow-headers": asked.headers }),
    "access-control-max-age": "7200",
    vary: "Access-Control-Request-Method, Access-Control-Request-Headers",
  };
}
