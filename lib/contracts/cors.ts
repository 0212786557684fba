import { routes } from "@/lib/contracts/routes";

// Cross-origin access by path. Credentials are never allowed: `*` excludes cookies.

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** Routes that are not operations. */
const OTHERS: readonly (readonly [Method, string])[] = [
  ["POST", "/v1/chat/completions"],
  ["POST", "/v1/images/generations"],
  ["POST", "/v1/images/edits"],
  ["GET", "/v1/models"],
  ["GET", "/v1/models/:model"],
  ["POST", "/mcp"],
  ["GET", "/s/i/:shareId/:imageId/:variant"],
  ["GET", "/api/account/export"],
  ["GET", "/api/audit.csv"],
  ["GET", "/api/avatars/:userId"],
  ["GET", "/api/downloads/:downloadId"],
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
  // A literal path takes precedence over one with parameters.
  parameters: template.split(":").length,
}));

/** The methods of a path, including OPTIONS; empty for an unknown path. */
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
 * Reply headers of a CORS preflight. `/api` requires a token, so a preflight without an `authorization` header gets no
 * permission. An unknown path allows what was requested, so that the page can read the error.
 */
export function preflightHeaders(
  pathname: string,
  requested: { method: string; headers: string | null },
): Record<string, string> {
  const named = (requested.headers ?? "").toLowerCase().split(/\s*,\s*/);
  const methods = methodsOf(pathname);
  const allowed = (methods.length === 0 ? [requested.method, "OPTIONS"] : methods).join(", ");
  if (pathname.startsWith("/api/") && !named.includes("authorization")) return { allow: allowed };
  return {
    allow: allowed,
    "access-control-allow-origin": "*",
    "access-control-allow-methods": allowed,
    ...(requested.headers !== null && { "access-control-allow-headers": requested.headers }),
    "access-control-max-age": "7200",
    vary: "Access-Control-Request-Method, Access-Control-Request-Headers",
  };
}
