import "server-only";
import { FAILURES, type Failure, isFailureCode } from "@/lib/contracts/failures";
import { isNotServedHere } from "./not-served";
import type { Endpoint } from "./routes";

/** An earlier attempt of the same call, refused and unbilled. */
export type RefusedAttempt = {
  /** Null if not recorded. */
  endpoint: Endpoint | null;
  /** Failure code. */
  code: string;
  /** ISO instant. */
  endedAt: string;
  /** From its `Retry-After`, ms. */
  retryAfterMs: number | null;
};

export type NextSending = {
  endpoint: Endpoint;
  /** `other_route`: at once, since this route has not refused the call yet. `wait`: after the usual pause. */
  when: "other_route" | "wait";
  /** Earliest start, ms since 1970, from the route's own `Retry-After`. */
  notBefore: number;
};

/**
 * Chooses the next route after a refusal; null ends the call. Only calls known to be unbilled are repeated. After a
 * saturated route, or one that does not serve the model, an untried route is tried at once. If all are saturated, the
 * preferred one is retried after a pause. A route that does not serve the model is never retried.
 * @param routes the routes this call may take, preferred first; only one if it may not change
 * @param current the route that refused
 */
export function nextSending(
  routes: readonly Endpoint[],
  current: Endpoint,
  failure: Failure,
  earlier: readonly RefusedAttempt[],
): NextSending | null {
  if (failure.billed !== "no") return null;
  const mayTryOther = failure.code === "rate_limited" || isNotServedHere(failure);
  if (mayTryOther) {
    const tried = new Set<Endpoint | null>([current, ...earlier.map(({ endpoint }) => endpoint)]);
    const fresh = routes.find((route) => !tried.has(route));
    if (fresh !== undefined) return { endpoint: fresh, when: "other_route", notBefore: 0 };
  }
  const isGone = (route: Endpoint) =>
    (route === current && !failure.resendable) ||
    earlier.some(({ endpoint, code }) => endpoint === route && !isResendable(code));
  const left = routes.filter((route) => !isGone(route));
  // A refusal of the call itself (moderation, a bad parameter) holds on every route.
  const endpoint = failure.resendable || mayTryOther ? left[0] : undefined;
  if (endpoint === undefined) return null;
  return { endpoint, when: "wait", notBefore: earliestRetry(earlier, endpoint) };
}

function isResendable(code: string): boolean {
  return isFailureCode(code) && FAILURES[code].resendable;
}

/** Honours the route's `Retry-After` even if another route was tried in between. */
function earliestRetry(earlier: readonly RefusedAttempt[], route: Endpoint): number {
  const last = earlier.findLast(({ endpoint }) => endpoint === route);
  return last === undefined ? 0 : Date.parse(last.endedAt) + (last.retryAfterMs ?? 0);
}
