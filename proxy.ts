import { type NextRequest, NextResponse } from "next/server";
import { preflightHeaders } from "@/lib/contracts/cors";

/**
 * Answers CORS preflights, and sets the security headers of pages. Routes under /api, /v1, /mcp and below a share answer data;
 * scripts/serve/studio-response.mjs adds the headers of every response, static files and errors included. Every script
 * needs its page's nonce: Next reads it from the policy on the request, our layout from `x-nonce`.
 */
export function proxy(request: NextRequest): NextResponse {
  const askedMethod = request.headers.get("access-control-request-method");
  if (askedMethod !== null && PROGRAMS.test(request.nextUrl.pathname)) {
    if (request.method !== "OPTIONS") return NextResponse.next();
    const headers = request.headers.get("access-control-request-headers");
    const asked = { method: askedMethod, headers };
    return new NextResponse(null, {
      status: 204,
      headers: preflightHeaders(request.nextUrl.pathname, asked),
    });
  }
  const nonce = btoa(crypto.randomUUID());
  const isShare = request.nextUrl.pathname.startsWith("/s/");
  const policy = isShare ? sharePolicy(nonce) : contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // Lets sign-in redirect back to the requested page.
  headers.set("x-pathname", request.nextUrl.pathname + request.nextUrl.search);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  // The address of a share is a secret: no other site and no search engine may learn it.
  response.headers.set("referrer-policy", isShare ? "no-referrer" : "same-origin");
  if (isShare) {
    response.headers.set("x-robots-tag", "noindex, nofollow");
    response.headers.set("cache-control", "private, no-store");
  }
  response.headers.set("x-frame-options", "DENY");
  response.headers.set("cross-origin-opener-policy", "same-origin");
  response.headers.set(
    "permissions-policy",
    "camera=(), microphone=(), geolocation=(), payment=()",
  );
  return response;
}

/** Paths for programs, near misses of OpenAI's paths included (contracts/for-any-origin.ts). */
const PROGRAMS =
  /^\/(?:api|v1|s\/i|mcp|chat|completions|embeddings|images|models|openai|responses)(?:\/|$)/;

function contentSecurityPolicy(nonce: string): string {
  // React's development build rebuilds stack traces with eval.
  const devOnly = process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${devOnly}`,
    // Sizes and positions of images are style attributes, which take no nonce.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Pages of shares: only what such a page needs, and nothing from elsewhere. */
function sharePolicy(nonce: string): string {
  const devOnly = process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : "";
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${devOnly}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export const config = {
  // Pages, and every address that could be one: an unknown path with a dot also answers with a page.
  matcher: [
    // The router's own prefetches are data, and a nonce per prefetch would defeat its cache. Every other prefetch is
    // a page, and is shown as it was fetched.
    {
      source: "/((?!api/|v1/|v1$|s/[^/]+/.|mcp$|_next/|healthz|readyz).*)",
      missing: [{ type: "header", key: "next-router-prefetch" }],
    },
    {
      source: "/((?!api/|v1/|v1$|s/[^/]+/.|mcp$|_next/|healthz|readyz).*)",
      missing: [{ type: "header", key: "rsc", value: "1" }],
    },
    // Only preflights: other requests here have bodies that must not pass through the proxy's buffer.
    {
      source: "/(api|v1|mcp|chat|completions|embeddings|images|models|openai|responses)/:path*",
      has: [{ type: "header", key: "access-control-request-method" }],
    },
    {
      source: "/s/i/:path*",
      has: [{ type: "header", key: "access-control-request-method" }],
    },
  ],
};
