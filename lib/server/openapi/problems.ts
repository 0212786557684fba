import "server-only";
import type { ApiResponse, JsonSchema } from "@/lib/contracts/openapi";
import { PROBLEMS } from "@/lib/contracts/problems";

const REF = (name: string) => ({ $ref: `#/components/responses/${name}` });

/** The problems that an operation can answer with; all other errors have the same form. */
export function problemsOf(facts: {
  isOpen: boolean;
  canBeMissing: boolean;
  canBeWrong: boolean;
}): Record<string, { $ref: string }> {
  return {
    ...(!facts.isOpen && { 401: REF("NotSignedIn"), 403: REF("NotAllowed") }),
    ...(facts.canBeMissing && { 404: REF("NotFound") }),
    ...(facts.canBeWrong && { 422: REF("NotAllowedValue") }),
    default: REF("Problem"),
  };
}

/** The body of every error response (RFC 9457). */
export const problemSchema: JsonSchema = {
  type: "object",
  required: ["type", "title", "status", "code", "requestId"],
  properties: {
    type: { type: "string", description: "`about:blank#` and the code" },
    title: { type: "string", description: "In English, for logs" },
    status: { type: "integer" },
    code: {
      type: "string",
      enum: Object.keys(PROBLEMS),
      description: "Stable; use this to branch on",
    },
    detail: { type: "string", description: "What was expected there, in English" },
    field: {
      type: "string",
      description: "The path into the body or query: `settings.variations`",
    },
    details: {
      type: "object",
      additionalProperties: { anyOf: [{ type: "string" }, { type: "number" }] },
      description: "Values that belong to the problem, such as `max` or `seconds`",
    },
    requestId: { type: "string", description: "Also in the header `x-request-id`, and in the log" },
  },
};

const problem = (description: string): ApiResponse => ({
  description,
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
});

export const problemResponses: Record<string, ApiResponse> = {
  NotSignedIn: problem("`not_signed_in`: no token, or an invalid one."),
  NotAllowed: problem(
    "`wrong_scope`: the token lacks the scope. `personal_token_needed`: it must belong to the personal workspace. " +
      "`not_for_tokens`: only for signed-in people. `forbidden`: the person's role in the workspace is too low.",
  ),
  NotFound: problem("`not_found`: missing, or not yours; the answer is the same."),
  NotAllowedValue: problem(
    "A value is not allowed: `field` names it, `detail` says what was expected.",
  ),
  Problem: problem("Any other error. With 429 and 503, `Retry-After` may say when to retry."),
};
