import "server-only";
import { FAILURES, type Failure, type FailureCode } from "@/lib/contracts/failures";
import { redactText } from "./redact";

type Details = Partial<Omit<Failure, "code">>;

/**
 * Builds a failure, with defaults from `FAILURES`. Texts are redacted here, so that no failure can carry a secret.
 * `resendable` is forced to false unless the call is known to be unbilled.
 */
export function makeFailure(
  code: FailureCode,
  details: Details = {},
  secrets: readonly string[] = [],
): Failure {
  const rule = FAILURES[code];
  const billed = details.billed ?? rule.billed;
  const failure: Failure = {
    code,
    billed,
    resendable: billed === "no" && (details.resendable ?? rule.resendable),
  };
  if (details.retryAfterMs !== undefined) failure.retryAfterMs = details.retryAfterMs;
  if (details.httpStatus !== undefined) failure.httpStatus = details.httpStatus;
  if (details.upstreamCode) {
    failure.upstreamCode = redactText(details.upstreamCode, secrets).slice(0, 100);
  }
  const words = details.modelWords ? redactText(details.modelWords, secrets) : "";
  if (words) failure.modelWords = words;
  if (details.hint) failure.hint = details.hint;
  return failure;
}
