import "server-only";
import type { Problem } from "@/lib/contracts/problems";
import { toProblem } from "@/lib/server/errors";
import { problemResponse } from "@/lib/server/http/problem";
import { requestIdOf } from "@/lib/server/http/request-id";
import { errorFields, type Log, log } from "@/lib/server/log";

type Scope = {
  requestId: string;
  log: Log;
  /** Adds a field to the request's log line. */
  see(fields: Record<string, string>): void;
};

/** Said every few seconds by each open tab: what goes well of it would bury the other lines. */
const BEATS = ["threads.presence"];

/**
 * Runs `handle`, turns what it throws into problem+json, stamps the request id, and writes the one log line (of a
 * tab's beat only at the level `debug`).
 * `endpoint()` stands on it; routes that answer no JSON (pictures, events, sign-in) use it directly.
 * @param toResponse another form of answer for what was thrown, where callers expect one
 */
export async function respond(
  route: string,
  request: Request,
  handle: (scope: Scope) => Promise<Response>,
  toResponse: (error: unknown, problem: Problem) => Response = (_, problem) =>
    problemResponse(problem),
): Promise<Response> {
  const started = performance.now();
  const requestId = requestIdOf(request.headers);
  const requestLog = log.child({ requestId, route });
  const fields: Record<string, string> = {};
  const see = (more: Record<string, string>) => void Object.assign(fields, more);
  let response: Response;
  try {
    response = await handle({ requestId, log: requestLog, see });
    response.headers.set("x-request-id", requestId);
  } catch (error) {
    const problem = toProblem(error, requestId);
    fields["code"] = problem.code;
    if (problem.status >= 500) requestLog.error(errorFields(error), "the request failed");
    response = toResponse(error, problem);
    response.headers.set("x-request-id", requestId);
  }
  const ms = Math.round(performance.now() - started);
  const line = { method: request.method, status: response.status, ms, ...fields };
  if (BEATS.includes(route) && response.ok) requestLog.debug(line, "request");
  else requestLog.info(line, "request");
  return response;
}
