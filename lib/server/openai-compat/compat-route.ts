import "server-only";
import type { z } from "zod";
import { COMPAT_THREAD_HEADER, IDEMPOTENCY_HEADER } from "@/lib/contracts/openai-compat";
import { threadId as threadIdSchema, type ThreadId } from "@/lib/contracts/ids";
import type { TokenScopeName } from "@/lib/contracts/permissions";
import { authorizeThread } from "@/lib/server/auth/access";
import { isBearer } from "@/lib/server/auth/access-tokens";
import { type Actor, actorOfRequest } from "@/lib/server/auth/actor";
import { claimTurnKey } from "@/lib/server/domain/compat-orders/claim-request";
import type { OrderTarget } from "@/lib/server/domain/compat-orders/place-order";
import type { RequestPrint } from "@/lib/server/domain/compat-orders/request-print";
import { AppError, toProblem } from "@/lib/server/errors";
import {
  CompatFailureError,
  type CompatError,
  errorOfFailure,
  errorOfProblem,
  errorOfWait,
} from "@/lib/server/openai-compat/compat-error";
import { retryCountOf } from "@/lib/server/openai-compat/retry-count";
import { refuseNul } from "@/lib/server/http/refuse-nul";
import { respond } from "@/lib/server/http/respond";
import { errorFields, log } from "@/lib/server/log";

type Handle = (request: Request, actor: Actor) => Promise<Response>;

/**
 * A route of the OpenAI-compatible API: a bearer token with one of `scopes` (cookies are ignored, so no other site can
 * send one), errors in OpenAI's shape, and one log line.
 */
export function compatRoute(name: string, scopes: readonly TokenScopeName[], handle: Handle) {
  return (request: Request): Promise<Response> =>
    respond(
      name,
      request,
      async ({ see }) => {
        const actor = await admitted(request, scopes);
        see({ userId: actor.userId, tokenId: actor.token?.id ?? "" });
        try {
          return await handle(request, actor);
        } catch (error) {
          // A failed generation is not a request error; the ledger has it.
          if (!(error instanceof CompatFailureError)) throw error;
          see({ code: error.failure.code });
          return errorResponse(errorOfFailure(error.failure));
        }
      },
      (_, problem) => errorResponse(errorOfProblem(problem)),
    );
}

async function admitted(request: Request, scopes: readonly TokenScopeName[]): Promise<Actor> {
  if (!isBearer(request.headers.get("authorization"))) throw new AppError("not_signed_in");
  const actor = await actorOfRequest(request);
  if (actor === null || actor.token === null) throw new AppError("not_signed_in");
  const { token } = actor;
  if (!scopes.some((scope) => token.scopes.includes(scope))) {
    throw new AppError("wrong_scope", { details: { scope: scopes.join(" or ") } });
  }
  return actor;
}

/**
 * An error after the order was accepted, in OpenAI's shape. `respond` does not see it any more, so internal errors are
 * logged here.
 */
export function lateErrorOf(error: unknown, requestId: string): CompatError {
  if (error instanceof CompatFailureError) return errorOfFailure(error.failure);
  const problem = toProblem(error, requestId);
  if (problem.status >= 500) {
    log.error({ ...errorFields(error), requestId }, "the wait for an order failed");
  }
  return errorOfWait(problem);
}

function errorResponse({ status, headers, body }: CompatError): Response {
  return Response.json(body, { status, headers: { ...headers, "cache-control": "no-store" } });
}

/**
 * The thread for a request's image, and its turn's idempotency key (see `claimTurnKey`). `Idempotency-Key` may be any
 * text of up to 255 characters. Throws `not_found` for a thread that the actor may not write.
 */
export async function orderTargetOf(
  request: Request,
  actor: Actor,
  print: RequestPrint,
): Promise<OrderTarget> {
  const key = request.headers.get(IDEMPOTENCY_HEADER);
  if (key !== null && (key === "" || key.length > 255)) {
    throw new AppError("invalid_field", { field: IDEMPOTENCY_HEADER, details: { max: 255 } });
  }
  const threadId = await namedThread(request, actor);
  const idempotencyKey = await claimTurnKey(actor, {
    path: new URL(request.url).pathname,
    print: threadId === null ? print : { ...print, [COMPAT_THREAD_HEADER]: threadId },
    key,
    retryCount: retryCountOf(request.headers),
  });
  return { threadId, idempotencyKey };
}

async function namedThread(request: Request, actor: Actor): Promise<ThreadId | null> {
  const named = request.headers.get(COMPAT_THREAD_HEADER);
  if (named === null) return null;
  const id = threadIdSchema.safeParse(named);
  if (!id.success) throw new AppError("not_found", { field: COMPAT_THREAD_HEADER });
  try {
    await authorizeThread(actor, id.data, "write");
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, { field: COMPAT_THREAD_HEADER });
  }
  return id.data;
}

/** Parses a value. Throws `invalid_field` with the JSON path and the reason. */
export function parseCompat<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    refuseNul(parsed.data);
    return parsed.data;
  }
  const issue = parsed.error.issues[0];
  throw new AppError("invalid_field", {
    field: issue?.path.map(String).join(".") ?? "",
    details: { hint: issue === undefined ? "" : hintOf(issue, value) },
  });
}

/** The reason, naming an unknown choice: "input_audio" says more than "invalid". */
function hintOf(issue: z.core.$ZodIssue, body: unknown): string {
  // A schema's own message is more precise.
  if (!/^Invalid (?:input|discriminator)/.test(issue.message)) return issue.message;
  const came = issue.path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    body,
  );
  if (typeof came !== "string") return issue.message;
  return `${issue.message}, not ${JSON.stringify(came.slice(0, 40))}`;
}
