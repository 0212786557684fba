import "server-only";

/**
 * Headers by which clients announce a retry, with the value of a first attempt. Stainless generates the clients of
 * OpenAI and others, `retry-attempt` is Kiota's, `x-envoy-attempt-count` is set by Envoy and Istio.
 */
const MARKS: readonly [header: string, first: number][] = [
  ["x-stainless-retry-count", 0],
  ["retry-attempt", 0],
  ["x-retry-count", 0],
  ["x-retry-attempt", 0],
  ["x-envoy-attempt-count", 1],
];

/** How often a client has tried this request before, by its headers; 0 for a first attempt, or without such headers. */
export function retryCountOf(headers: Headers): number {
  const counts = MARKS.map(([header, first]) => {
    const value = /^\d{1,4}$/.exec(headers.get(header)?.trim() ?? "")?.[0];
    return value === undefined ? 0 : Number(value) - first;
  });
  return Math.max(0, ...counts);
}
