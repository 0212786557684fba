import "server-only";
import { type Problem, PROBLEMS } from "@/lib/contracts/problems";

/** A problem as an answer (RFC 9457). A wait in `details.seconds` is said in `Retry-After` too. */
export function problemResponse(problem: Problem): Response {
  const headers = new Headers({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-request-id": problem.requestId,
  });
  const seconds = problem.details?.["seconds"];
  if (seconds !== undefined) headers.set("retry-after", String(seconds));
  return new Response(JSON.stringify(problem), { status: PROBLEMS[problem.code].status, headers });
}
