import "server-only";
import type { Failure, FailureCode } from "@/lib/contracts/failures";
import {
  BUSY_TEXT,
  BY_CODE,
  BY_TEXT,
  KEY_TEXT,
  PARAMETER_CODE,
  PARAMETER_TEXT,
  PLAIN_TYPE,
  REQUEST_CODE,
  TIMEOUT_TEXT,
  findIn,
  plainCode,
} from "./error-tables";
import { readErrorWords, type ErrorWords } from "./error-message";
import { makeFailure } from "./failure";
import { isFirewall } from "./firewall";
import type { JsonObject } from "./json-values";

export type ErrorFacts = {
  /** The HTTP status; 200 if the error came in a success. */
  status: number;
  /** The error object found in the JSON, if any. */
  error: JsonObject | string | null;
  /** The body as text, for bodies that are not JSON. */
  text: string;
  /** The answer's kept headers, by lower-case name. */
  headers?: Record<string, string>;
  /** The reasons from content filter fields anywhere in the body (`filterReasons`). */
  filterReasons?: readonly string[];
  retryAfterMs: number | null;
  is4K: boolean;
};

/**
 * Classifies an error answer, in this order: content filter fields, `error.code`, a firewall's page, known texts, the
 * status. The status comes last because it is ambiguous (429: saturated, no quota, a bad parameter; 403: the key, the
 * account, a filter, a firewall; 500: a fault, or refused content). With 401, 402 and 403, texts about parameters are
 * ignored.
 */
export function classifyError(facts: ErrorFacts, secrets: readonly string[] = []): Failure {
  const errorWords = readErrorWords(facts.error, facts.text);
  // A number in `code` is a status passed on by a relay.
  const status = errorWords.statuses[0] ?? (facts.status >= 300 ? facts.status : null);
  const code = codeOf(facts, errorWords, status);
  const isUpstreamFault = code === "upstream_error";
  return makeFailure(
    code,
    {
      httpStatus: facts.status,
      upstreamCode: errorWords.codes[0] ?? errorWords.statuses[0]?.toString(),
      modelWords: wordsOf(errorWords, facts.filterReasons ?? []),
      retryAfterMs: facts.retryAfterMs ?? undefined,
      ...(isUpstreamFault ? upstreamFault(status, facts.status) : {}),
      ...(isUpstreamFault && facts.is4K ? { hint: "drop_to_2k" as const } : {}),
    },
    secrets,
  );
}

/** An error with a known server status is documented as free, so it may be retried. */
function upstreamFault(status: number | null, httpStatus: number): Partial<Failure> {
  // A retry would be redirected again.
  if (httpStatus >= 300 && httpStatus < 400) return { billed: "no", resendable: false };
  // A business code inside a success, or a CDN that lost the answer: not documented as free.
  if (status === null || status === 520) return { billed: "unknown" };
  return {};
}

/** The innermost message, and the filter's reasons. */
function wordsOf({ messages }: ErrorWords, reasons: readonly string[]): string {
  const [message = ""] = messages;
  const newReasons = reasons.filter((reason) => !message.includes(reason));
  return [message, newReasons.join(", ")].filter(Boolean).join("\n\n");
}

function codeOf(facts: ErrorFacts, errorWords: ErrorWords, status: number | null): FailureCode {
  if (facts.filterReasons?.length) return "moderation_blocked";
  const codes = errorWords.codes.map(plainCode);
  const byCode = first(codes, (code) => findIn(BY_CODE, code)) ?? byType(errorWords.types);
  if (byCode) return byCode;
  const { text, headers = {} } = facts;
  if (isFirewall({ status: facts.status, text, headers })) return "blocked_by_firewall";
  // With 402, all other words are about what the payment would buy.
  if (status === 402) return "insufficient_quota";
  const texts = errorWords.messages.map((message) => message.toLowerCase());
  // With 401 and 403, words about parameters concern a key or a permission.
  const isOfParameters = status !== 401 && status !== 403;
  if (isOfParameters && codes.some((code) => PARAMETER_CODE.test(code))) return "invalid_request";
  const byText = first(texts, (words) => findIn(BY_TEXT, words));
  if (byText) return byText;
  if (isOfParameters && codes.some((code) => REQUEST_CODE.test(code))) return "invalid_request";
  if (
    (status === null || status >= 500 || status === 408) &&
    texts.some((words) => TIMEOUT_TEXT.test(words))
  ) {
    return "upstream_timeout";
  }
  const isCallersFault = status !== null && status < 500;
  if (isOfParameters && isCallersFault && texts.some((words) => PARAMETER_TEXT.test(words))) {
    return "invalid_request";
  }
  return byStatus(status, errorWords, texts);
}

function byType(types: readonly string[]): FailureCode | null {
  return first(types.map(plainCode), (type) =>
    PLAIN_TYPE.test(type) ? findIn(BY_CODE, type) : null,
  );
}

function byStatus(
  status: number | null,
  errorWords: ErrorWords,
  texts: readonly string[],
): FailureCode {
  switch (status) {
    case 401:
      return "invalid_api_key";
    case 403:
      return texts.some((words) => KEY_TEXT.test(words)) ? "invalid_api_key" : "access_restricted";
    case 404:
      return "model_unavailable";
    case 408:
    case 504:
    case 524:
      return "upstream_timeout";
    case 413:
      return "payload_too_large";
    case 451:
      return "moderation_blocked";
    case 429:
      return isAboutParameter(errorWords, texts) ? "invalid_request" : "rate_limited";
    case null:
      return "upstream_error";
    default:
      return status >= 400 && status < 500 ? "invalid_request" : "upstream_error";
  }
}

/** A 429 about a parameter: the type says so, and a parameter is named or the text does not mention a rate. */
function isAboutParameter({ types, params }: ErrorWords, texts: readonly string[]): boolean {
  if (!types.some((type) => plainCode(type).startsWith("invalid_request"))) return false;
  return params.length > 0 || !texts.some((words) => BUSY_TEXT.test(words));
}

function first<T>(
  values: readonly T[],
  find: (value: T) => FailureCode | null,
): FailureCode | null {
  for (const value of values) {
    const found = find(value);
    if (found) return found;
  }
  return null;
}
