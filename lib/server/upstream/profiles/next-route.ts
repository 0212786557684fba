import "server-only";
import { FAILURES, type Failure, isFailureCode } from "@/lib/contracts/failures";
import { isNotServedHere } from "./not-served";
import type { Endpoint } from "./routes";

/** An earlier sending of the same call, refused and unbilled. */
export type RefusedSending = {
  /** Null where it is not on record. */
  endpoint: Endpoint | null;
  /** Its failure code. */
  code: string;
  /** ISO instant. */
  endedAt: string;
  /** What its `Retry-After` asked for, ms. */
  retryAfterMs: number | null;
};

export type NextSending = {
  endpoint: Endpoint;
  /** `other_route`: at once, since this route has not refused the call yet. `wait`: after the usual pause. */
  when: "other_route" | "wait";
  /** Not before this instant (ms since 1970), because the route itself asked for it. */
  notBefore: number;
};

/**
 * Where a call goes after a refusal; null where it ends. Only what is known to be unbilled is ever sent again.
 * A saturated route and one that does not serve the model give way to another route of the call, which is asked at once if it
 * has not refused yet. Where all are saturated the preferred one is asked again after a pause; one that does not serve
 * the model is not asked again.
 * @param routes the routes that this call may take, the preferred one first; one alone where it may not change
 * @param here the route that refused
 */
export function nextSending(
  routes: readonly Endpoint[],
  here: Endpoint,
  failure: Failure,
  earlier: readonly RefusedSending[],
): NextSending | null {
  if (failure.billed !== "no") return null;
  const isElsewhereWorthIt = failure.code === "rate_limited" || isNotServedHere(failure);
  if (isElsewhereWorthIt) {
    const asked = new Set<Endpoint | null>([here, ...earlier.map(({ endpoint }) => endpoint)]);
    const fresh = routes.find((route) => !asked.has(route));
    if (fresh !== undefined) return { endpoint: fresh, when: "other_route", notBefore: 0 };
  }
  const isGone = (route: Endpoint) =>
    (route === here && !failure.resendable) ||
    earlier.some(({ endpoint, code }) => endpoint === route && !isResendable(code));
  const left = routes.filter((route) => !isGone(route));
  // A refusal of this very call (moderation, a bad parameter) is one on every route.
  const endpoint = failure.resendable || isElsewhereWorthIt ? left[0] : undefined;
  if (endpoint === undefined) return null;
  return { endpoint, when: "wait", notBefore: askedUntil(earlier, endpoint) };
}

function isResendable(code: string): boolean {
  return isFailureCode(code) && FAILURES[code].resendable;
}

/** A route that asked for patience is left alone for as long, though another one was asked meanwhile. */
function askedUntil(earlier: readonly RefusedSending[], route: Endpoint): number {
  const last = earlier.findLast(({ endpoint }) => endpoint === route);
  return last === undefined ? 0 : Date.parse(last.endedAt) + (last.retryAfterMs ?? 0);
}
