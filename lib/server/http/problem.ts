import "server-only";
import { type Problem, PROBLEMS } from "@/lib/contracts/problems";

/**
 * A problem as an answer (RFC 9457). A wait in `details.seconds` is said in `Retry-After` too, and whoever is not known is told
 * how programs make themselves known (`Bearer`, at which no browser asks for a password).
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
