import "server-only";
import type { Failure } from "@/lib/contracts/failures";
import type { Cut } from "./call-deadline";
import { codeOf } from "./connection";
import { makeFailure } from "../read/failure";

/**
 * The failure of a call that ended without a complete answer.
 * @param cut why we ended it, or null if the upstream or the network did
 * @param wasSent false only if it is certain that no byte was sent
 */
export function failureOfBrokenCall(error: unknown, cut: Cut | null, wasSent: boolean): Failure {
  const billed = wasSent ? undefined : "no";
  if (cut === "cancelled") return makeFailure("cancelled", { billed });
  // As the provider documents: a call that the client abandons is completed and charged.
  if (cut === "time_limit") {
    return makeFailure("upstream_timeout", { billed: wasSent ? "yes" : "no" });
  }
  if (cut === "too_large") return makeFailure("response_too_large");
  const upstreamCode = codeOf(error);
  if (upstreamCode === "ENOSPC") return makeFailure("storage_full", { billed });
  if (!wasSent) return makeFailure("upstream_unreachable", { upstreamCode });
  // Error codes of the HTTP parser and the decompressor: bytes arrived but were not a valid answer.
  if (/^(HPE_|Z_|ERR__ERROR_FORMAT|ERR_PADDING)/.test(upstreamCode)) {
    return makeFailure("malformed_response", { upstreamCode });
  }
  return makeFailure("connection_reset", { upstreamCode });
}
