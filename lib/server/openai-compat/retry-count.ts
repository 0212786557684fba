import "server-only";

/**
 * How clients say that they are trying again: the header, and the number that a first try carries. Stainless makes the
 * clients of OpenAI and others, `retry-attempt` is Kiota's, `x-envoy-attempt-count` is set by Envoy and Istio.
 */
const MARKS: readonly [header: string, first: number][] = [
  ["x-stainless-retry-count", 0],
  ["retry-attempt", 0],
  ["x-retry-count", 0],
  ["x-retry-attempt", 0],
  ["x-envoy-attempt-count", 1],
];

/** How often a client has tried this request before, as its headers say; 0 for a first try, or where nothing says so. */
export function retryCountOf(headers: Headers): number {
  const counts = MARKS.map(([header, first]) => {
    const said = /^\d{1,4}$/.exec(headers.get(header)?.trim() ?? "")?.[0];
    return said === undefined ? 0 : Number(said) - first;
  });
  return Math.max(0, ...counts);
}
