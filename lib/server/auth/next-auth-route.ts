import "server-only";
import NextAuth from "next-auth";
import { NextRequest } from "next/server";
import type { Problem } from "@/lib/contracts/problems";
import { nextAuthOptions } from "@/lib/server/auth/next-auth-options";
import { AppError, toProblem } from "@/lib/server/errors";
import { readBytes } from "@/lib/server/http/body";
import { refuseCrossSite } from "@/lib/server/http/cross-site";
import { originOf } from "@/lib/server/http/peer";
import { problemResponse } from "@/lib/server/http/problem";
import { respond } from "@/lib/server/http/respond";

/** What of next-auth is offered; its built-in pages and its log are not. */
const OFFERED = [
  "GET csrf",
  "GET session",
  "GET providers",
  "POST callback/credentials",
  "POST signout",
];
const BODY_MAX_BYTES = 16 * 1024;

type RouteContext = { params: Promise<{ nextauth: string[] }> };

/**
 * next-auth's protocol as its client speaks it (`csrf`, then `callback/credentials` with `json: "true"`). A refused sign-in
 * is problem+json like everywhere, with the `url` besides that `signIn()` of next-auth/react reads the code from.
 */
export function nextAuthRoute(request: Request, context: RouteContext): Promise<Response> {
  return respond("auth", request, async ({ requestId, see }) => {
    const { nextauth } = await context.params;
    const action = nextauth.join("/");
    if (!OFFERED.includes(`${request.method} ${action}`)) throw new AppError("not_found");
    refuseCrossSite(request);
    see({ action });
    const { forwarded, isJsonWanted } = await forward(request);
    const refusals: unknown[] = [];
    const options = nextAuthOptions(request, (error) => refusals.push(error));
    const response: Response = await NextAuth(
      forwarded,
      { params: Promise.resolve({ nextauth }) },
      options,
    );
    if (refusals.length > 0) {
      const problem = toProblem(refusals[0], requestId);
      // What nobody signing in is to blame for is logged like any fault.
      if (problem.status >= 500) throw refusals[0];
      see({ code: problem.code });
      return refused(problem, request, isJsonWanted);
    }
    const ours = await withOwnAddress(response, request);
    ours.headers.set("cache-control", "no-store");
    return ours;
  });
}

/** The library reads the body without a limit and breaks on what it cannot parse, so it gets one that has been read. */
async function forward(
  request: Request,
): Promise<{ forwarded: NextRequest; isJsonWanted: boolean }> {
  const { method, headers, url } = request;
  if (method !== "POST") {
    return { forwarded: new NextRequest(url, { method, headers }), isJsonWanted: true };
  }
  const text = new TextDecoder().decode(await readBytes(request, BODY_MAX_BYTES));
  const fields = readFields(text, headers.get("content-type") ?? "");
  const bare = new Headers(headers);
  bare.delete("content-length");
  bare.set("content-type", "application/json");
  const forwarded = new NextRequest(url, {
    method,
    headers: bare,
    body: JSON.stringify(Object.fromEntries(fields)),
  });
  return { forwarded, isJsonWanted: fields.get("json") === "true" };
}

/** The fields of a form, or of a JSON object, that are text. */
function readFields(text: string, contentType: string): Map<string, string> {
  if (contentType.includes("application/x-www-form-urlencoded")) {
    return new Map(new URLSearchParams(text));
  }
  if (!contentType.includes("application/json")) throw new AppError("invalid_body");
  try {
    const value: unknown = JSON.parse(text);
    const isText = (entry: [string, unknown]): entry is [string, string] =>
      typeof entry[1] === "string";
    return new Map(Object.entries(value ?? {}).filter(isText));
  } catch (cause) {
    throw new AppError("invalid_body", { cause });
  }
}

/** To a script the problem, with the `url` that next-auth's client reads; a plain form is led back to its page. */
function refused(problem: Problem, request: Request, isJsonWanted: boolean): Response {
  const page = `/sign-in?error=${problem.code}`;
  if (!isJsonWanted) {
    return new Response(null, {
      status: 303,
      headers: { location: page, "cache-control": "no-store" },
    });
  }
  const { status, headers } = problemResponse(problem);
  const body = JSON.stringify({ ...problem, url: `${baseOf(request)}${page}` });
  return new Response(body, { status, headers });
}

/**
 * next-auth takes its own address from the environment and assumes http://localhost:3000 without it. What it sends the
 * browser to gets the address that the browser used.
 */
async function withOwnAddress(response: Response, request: Request): Promise<Response> {
  const location = response.headers.get("location");
  const data: unknown =
    location === null
      ? await response
          .clone()
          .json()
          .catch(() => null)
      : null;
  const url =
    location ?? (typeof data === "object" && data !== null ? Reflect.get(data, "url") : undefined);
  if (typeof url !== "string") return response;
  const { pathname, search, searchParams } = new URL(url, baseOf(request));
  // How the library says that its CSRF token was missing or wrong, under status 200.
  if (searchParams.get("csrf") === "true") throw new AppError("cross_origin");
  const headers = new Headers(response.headers);
  if (location === null) {
    const body = JSON.stringify({ url: `${baseOf(request)}${pathname}${search}` });
    return new Response(body, { status: response.status, headers });
  }
  headers.set("location", `${pathname}${search}`);
  return new Response(null, { status: response.status, headers });
}

function baseOf(request: Request): string {
  const { protocol, host } = originOf(request.headers);
  return `${protocol}://${host}`;
}
