import "server-only";
import { type Billed, FAILURES, type FailureCode } from "@/lib/contracts/failures";
import type { Problem } from "@/lib/contracts/problems";
import type { CompatFailure } from "@/lib/server/domain/compat-orders/outcome";
import sentences from "@/messages/en/failures.json";

/** An error in OpenAI's shape, with our code. Messages are in English. */
export type CompatError = {
  status: number;
  headers: Record<string, string>;
  body: { error: { message: string; type: string; param: string | null; code: string } };
};

/** A generation that gave no image; thrown to the waiting request. */
export class CompatFailureError extends Error {
  override readonly name = "CompatFailureError";
  constructor(readonly failure: CompatFailure) {
    super(failure.code);
  }
}

/**
 * A problem in OpenAI's terms: an invalid request is 400, even where our own API answers 422, and an unknown model has
 * OpenAI's own code.
 */
export function errorOfProblem(problem: Problem): CompatError {
  const { code, field, detail, details } = problem;
  const isUnknownModel = code === "unknown_model";
  const status = isUnknownModel ? 404 : problem.status === 422 ? 400 : problem.status;
  const facts = [
    ...(field === undefined ? [] : [field]),
    ...(detail === undefined ? [] : [detail]),
    ...Object.entries(details ?? {}).map(([name, value]) =>
      name === "hint" ? String(value) : `${name} ${value}`,
    ),
  ];
  const title = code === "not_signed_in" ? NO_TOKEN : problem.title;
  const message = facts.length === 0 ? `${title}.` : `${title} (${facts.join("; ")}).`;
  return {
    status,
    headers: {
      ...(details?.["seconds"] === undefined ? {} : { "retry-after": String(details["seconds"]) }),
      ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
    },
    body: {
      error: {
        message,
        type: typeOf(status),
        param: field ?? null,
        code: isUnknownModel ? "model_not_found" : code,
      },
    },
  };
}

/**
 * The wait for an accepted order broke off (a restart, an internal error). Clients retry 5xx on their own, and a retry
 * would be another order and another bill; so this is a 424.
 */
export function errorOfWait(problem: Problem): CompatError {
  const { headers, body } = errorOfProblem(problem);
  const message = `${body.error.message} What was asked for goes on all the same; its Idempotency-Key finds it, and a repeat without one pays again.`;
  return {
    status: 424,
    headers: { ...headers, "x-should-retry": "false" },
    body: { error: { ...body.error, message, type: typeOf(424) } },
  };
}

const NO_TOKEN = "No access token of this studio, or a revoked or expired one";

const BILLED_WORDS: Record<Billed, string> = {
  no: "Nothing was billed.",
  yes: "The call was billed.",
  unknown: "The call may have been billed.",
};

/**
 * A failed generation. Clients retry 429 and 5xx on their own, so only unbilled failures get those. Where a retry could
 * be paid twice a person must decide: the status is 424, which no client retries.
 */
export function errorOfFailure({ code, billed, words, lookAgainAt }: CompatFailure): CompatError {
  const status = statusOf(code, billed);
  const said = words === null ? [] : [`The model said: ${words}`];
  const look = lookAgainAt === undefined ? [] : [lookAgainWords(lookAgainAt)];
  return {
    status,
    // A retry would fail alike until an owner changes something.
    headers:
      billed === "no" && FAILURES[code].action !== "contact_owner"
        ? {}
        : { "x-should-retry": "false" },
    body: {
      error: {
        message: [sentences[code], ...said, BILLED_WORDS[billed], ...look].join(" "),
        type: typeOf(status),
        param: null,
        code,
      },
    },
  };
}

function lookAgainWords(id: string): string {
  const path = `${GENERATIONS_PATH}/${id}/look-again`;
  return `The answer is kept: POST ${path} with {"path":null,"keep":false} reads it again for free; then GET ${GENERATIONS_PATH}/${id}.`;
}

const GENERATIONS_PATH = "/api/generations";

function statusOf(code: FailureCode, billed: Billed): number {
  if (code === "insufficient_quota") return 402;
  if (code === "rate_limited") return 429;
  if (FAILURES[code].action === "edit") return 400;
  return billed === "no" ? 502 : 424;
}

function typeOf(status: number): string {
  if (status === 401) return "authentication_error";
  if (status === 403) return "permission_error";
  if (status === 402) return "insufficient_quota";
  if (status === 429) return "rate_limit_error";
  return status >= 424 ? "server_error" : "invalid_request_error";
}
