import "server-only";
import NextAuth from "next-auth";
import { NextRequest } from "next/server";
import type { Problem } from "@/lib/contracts/problems";
import type { SessionToken } from "@/lib/server/auth/cookie";
import { knownDeviceCookie } from "@/lib/server/auth/known-device";
import { nextAuthOptions } from "@/lib/server/sign-in/next-auth-options";
import { offeredProviders } from "@/lib/server/domain/accounts/offered-providers";
import { AppError, toProblem } from "@/lib/server/errors";
import { readBytes } from "@/lib/server/http/body";
import { refuseCrossSite } from "@/lib/server/http/cross-site";
import { originOf } from "@/lib/server/request/read-peer";
import { problemResponse } from "@/lib/server/http/problem";
import { respond } from "@/lib/server/http/respond";
import { errorFields } from "@/lib/server/log";

/** The endpoints of next-auth that are exposed; its built-in pages and log endpoint are not. */
const OFFERED = [
  "GET csrf",
  "GET session",
  "GET providers",
  "POST callback/credentials",
  "POST callback/link",
  "POST signout",
];

/** Also the start of a provider sign-in, and its callback. */
function isOffered(call: string): boolean {
  if (OFFERED.includes(call)) return true;
  return offeredProviders().some(
    ({ id }) => call === `POST signin/${id}` || call === `GET callback/${id}`,
  );
}

const BODY_MAX_BYTES = 16 * 1024;

type RouteContext = { params: Promise<{ nextauth: string[] }> };

/**
 * next-auth's protocol as its client speaks it (`csrf`, then `callback/credentials` with `json: "true"`). A refused
 * sign-in is problem+json as everywhere, plus the `url` from which `signIn()` of next-auth/react reads the code.
 */
export function nextAuthRoute(request: Request, context: RouteContext): Promise<Response> {
  return respond("auth", request, async ({ requestId, log, see }) => {
    const { nextauth } = await context.params;
    const action = nextauth.join("/");
    if (!isOffered(`${request.method} ${action}`)) throw new AppError("not_found");
    refuseCrossSite(request);
    see({ action });
    const { forwarded, isJsonWanted } = await forward(request);
    const refusals: unknown[] = [];
    let entered: SessionToken | null = null;
    const options = nextAuthOptions(
      request,
      (error) => refusals.push(error),
      (token) => (entered = token),
    );
    const response: Response = await NextAuth(
      forwarded,
      { params: Promise.resolve({ nextauth }) },
      options,
    );
    if (refusals.length > 0) {
      const problem = toProblem(refusals[0], requestId);
      see({ code: problem.code });
      // Faults of ours or of a provider are logged like any error.
      if (problem.status >= 500) log.error(errorFields(refusals[0]), "the sign-in failed");
      return refused(problem, request, isJsonWanted);
    }
    const page = await libraryPageOf(response, request);
    if (page !== null && !page.has("csrf")) {
      see({ code: "provider_failed" });
      const problem = toProblem(new AppError("provider_failed"), requestId);
      return refused(problem, request, isJsonWanted);
    }
    // The one redirect to another site: the provider's page, from its discovery document or our code.
    const isAway = action.startsWith("signin/") && page === null;
    const ours = isAway
      ? new Response(response.body, response)
      : await withOwnAddress(response, request);
    ours.headers.set("cache-control", "no-store");
    if (entered !== null) addKnownDevice(ours, request, entered);
    return action === "providers" ? withOwnProviders(ours, request) : ours;
  });
}

/** Marks this browser as known for the account. */
function addKnownDevice(response: Response, request: Request, { userId }: SessionToken): void {
  response.headers.append("set-cookie", knownDeviceCookie(request.headers, userId));
}

/** next-auth reads bodies without a limit and crashes on malformed ones, so it gets a parsed one. */
async function forward(
  request: Request,
): Promise<{ forwarded: NextRequest; isJsonWanted: boolean }> {
  const { method, headers, url } = request;
  if (method !== "POST") {
    // A browser that returns from a provider expects a page, even on failure.
    return { forwarded: new NextRequest(url, { method, headers }), isJsonWanted: false };
  }
  const text = new TextDecoder().decode(await readBytes(request, BODY_MAX_BYTES));
  const fields = readFields(text, headers.get("content-type") ?? "");
  const bare = new Headers(headers);
  bare.delete("content-length");
  bare.set("content-type", "application/json");
  // Without its query: next-auth would forward it to the provider and override our parameters.
  const forwarded = new NextRequest(url.split("?")[0] ?? url, {
    method,
    headers: bare,
    body: JSON.stringify(Object.fromEntries(fields)),
  });
  return { forwarded, isJsonWanted: fields.get("json") === "true" };
}

/** The text fields of a form or a JSON object. */
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

/** Scripts get the problem plus the `url` that next-auth's client reads; a plain form is redirected to its page. */
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
 * next-auth takes its own origin from the environment (default http://localhost:3000). Redirects get the origin that
 * the browser used.
 */
async function withOwnAddress(response: Response, request: Request): Promise<Response> {
  const location = response.headers.get("location");
  const url = await targetOf(response);
  if (url === null) return response;
  const { pathname, search, searchParams } = new URL(url, baseOf(request));
  // next-auth reports a missing or wrong CSRF token this way, under status 200.
  if (searchParams.get("csrf") === "true") throw new AppError("cross_origin");
  const headers = new Headers(response.headers);
  if (location === null) {
    const body = JSON.stringify({ url: `${baseOf(request)}${pathname}${search}` });
    return new Response(body, { status: response.status, headers });
  }
  headers.set("location", `${pathname}${search}`);
  return new Response(null, { status: response.status, headers });
}

/** The provider list contains two URLs per provider; these get our origin too. */
async function withOwnProviders(response: Response, request: Request): Promise<Response> {
  const text = await response.text();
  const list = text.replaceAll(/"https?:[^"]*(\/api\/auth\/)/g, `"${baseOf(request)}$1`);
  return new Response(list, response);
}

/** The redirect target of a response: its `location`, or the `url` in its JSON. */
async function targetOf(response: Response): Promise<string | null> {
  const location = response.headers.get("location");
  if (location !== null) return location;
  const data: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  const url = typeof data === "object" && data !== null ? Reflect.get(data, "url") : null;
  return typeof url === "string" ? url : null;
}

/**
 * The query of a next-auth page that a response redirects to. We show none of them: `csrf` means a missing or wrong
 * token, anything else a failed provider sign-in (refused, forged, timed out, unreachable).
 */
async function libraryPageOf(
  response: Response,
  request: Request,
): Promise<URLSearchParams | null> {
  const target = await targetOf(response);
  if (target === null || !URL.canParse(target, baseOf(request))) return null;
  const { pathname, searchParams } = new URL(target, baseOf(request));
  return /^\/api\/auth\/(error|signin)$/.test(pathname) ? searchParams : null;
}

function baseOf(request: Request): string {
  const { protocol, host } = originOf(request.headers);
  return `${protocol}://${host}`;
}
