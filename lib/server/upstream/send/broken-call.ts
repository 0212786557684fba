import "server-only";
import type { Failure } from "@/lib/contracts/failures";
import type { Cut } from "./call-deadline";
import { codeOf } from "./connection";
import { makeFailure } from "../read/failure";

/**
 * Names a call that ended without a whole answer.
 * @param cut why we ended it ourselves, or null when the other side or the network did
 * @param wasSent false only when it is certain that not a byte had left
 */
export function failureOfBrokenCall(error: unknown, cut: Cut | null, wasSent: boolean): Failure {
  const billed = wasSent ? undefined : "no";
  if (cut === "cancelled") return makeFailure("cancelled", { billed });
  // The provider says so: a call that the client gave up on is drawn to its end, and charged.
  if (cut === "time_limit") {
    return makeFailure("upstream_timeout", { billed: wasSent ? "yes" : "no" });
  }
  if (cut === "too_large") return makeFailure("response_too_large");
  const upstreamCode = codeOf(error);
  if (upstreamCode === "ENOSPC") return makeFailure("storage_full", { billed });
  if (!wasSent) return makeFailure("upstream_unreachable", { upstreamCode });
  // The HTTP parser's and the decompressor's complaints: bytes came, and they were not an answer.
  if (/^(HPE_|Z_|ERR__ERROR_FORMAT|ERR_PADDING)/.test(upstreamCode)) {
    return makeFailure("malformed_response", { upstreamCode });
  }
  return makeFailure("connection_reset", { upstreamCode });
}
