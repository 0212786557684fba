import "server-only";
import type { IncomingHttpHeaders } from "node:http";
import { FIREWALL_HEADER } from "../read/firewall";
import { redactText } from "../read/redact";

/** A longer wait is an outage; the user decides. */
const MAX_RETRY_AFTER_MS = 10 * 60_000;

/** Header names of ids by which a provider, relay or CDN can find a call. */
const REQUEST_ID =
  /^(?:x-)?(?:[\w-]*request-?id|trace-?id|[\w-]*traceid|cf-ray|x-oneapi-request-id)$/;

/** The request ids among the headers, and the header of a firewall that answered itself; redacted, at most ten. */
export function keptRequestIds(
  headers: IncomingHttpHeaders,
  secret: string,
): Record<string, string> {
  const kept = Object.entries(headers)
    .filter(
      ([name, value]) =>
        (REQUEST_ID.test(name) || FIREWALL_HEADER.test(name)) && value !== undefined,
    )
    .slice(0, 10)
    .map(([name, value]) => [name, redactText(String(value), [secret]).slice(0, 200)]);
  return Object.fromEntries(kept) as Record<string, string>;
}

/** `Retry-After` in milliseconds from now: seconds or an HTTP date, at most ten minutes; null if absent or invalid. */
export function retryAfterMs(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  const text = value.trim();
  const wait = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  if (!Number.isFinite(wait) || wait < 0) return null;
  return Math.min(wait, MAX_RETRY_AFTER_MS);
}
