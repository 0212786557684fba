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

/** Sent every few seconds by each open tab: successful ones would flood the log. */
const BEATS = ["threads.presence"];

/**
 * Runs `handle`, turns what it throws into problem+json, sets the request id, and writes one log line (a tab's
 * heartbeats only at level `debug`). `endpoint()` uses it; routes that do not answer JSON (images, events, sign-in) use
 * it directly.
 * @param toResponse builds another kind of error response, where callers expect one
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

/** nginx's status for a client that disconnected. Only the log sees it. */
const CLIENT_GONE = 499;

/**
 * Whether the client disconnected before its request was complete: not a fault of ours. Matches the messages of Node's
 * server, so that a reset connection to a database or upstream is not mistaken for it.
 */
function hasClientGone(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.message === "aborted" &&
    Reflect.get(error, "code") === "ECONNRESET"
  );
}
