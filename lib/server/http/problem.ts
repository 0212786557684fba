import "server-only";
import { type Problem, PROBLEMS } from "@/lib/contracts/problems";

/**
 * A problem as a response (RFC 9457). A wait in `details.seconds` is also sent as `Retry-After`; an unauthenticated
 * caller gets `WWW-Authenticate: Bearer`, for which browsers show no password prompt.
 */
export function problemResponse(problem: Problem): Response {
  const headers = new Headers({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-request-id": problem.requestId,
  });
  const seconds = problem.details?.["seconds"];
  if (seconds !== undefined) headers.set("retry-after", String(seconds));
  if (problem.code === "not_signed_in") headers.set("www-authenticate", "Bearer");
  return new Response(JSON.stringify(problem), { status: PROBLEMS[problem.code].status, headers });
}
