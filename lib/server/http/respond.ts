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
    if (hasClientGone(error)) {
      requestLog.info(
        {
          method: request.method,
          status: CLIENT_GONE,
          ms: since(started),
          ...fields,
          code: "client_gone",
        },
        "request",
      );
      return new Response(null, { status: CLIENT_GONE });
    }
    const problem = toProblem(error, requestId);
    fields["code"] = problem.code;
    if (problem.status >= 500) requestLog.error(errorFields(error), "the request failed");
    response = toResponse(error, problem);
    response.headers.set("x-request-id", requestId);
  }
  const line = {
    method: request.method,
    status: response.status,
    ms: since(started),
    ...fields,
  };
  if (BEATS.includes(route) && response.ok) requestLog.debug(line, "request");
  else requestLog.info(line, "request");
  return response;
}

const since = (started: number) => Math.round(performance.now() - started);

/** nginx's number for it. The answer reaches nobody; it is for the log. */
const CLIENT_GONE = 499;

/**
 * Whether the client hung up before its request had come in whole: nobody's fault here. These are the words of Node's
 * server, so that a database or a service that resets a connection is not taken for it.
 */
function hasClientGone(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.message === "aborted" &&
    Reflect.get(error, "code") === "ECONNRESET"
  );
}
