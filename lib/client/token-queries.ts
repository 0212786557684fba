import { queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";

/** Your access tokens. Their last use changes without an event, so opening the page refetches. */
export function tokensQuery() {
  return queryOptions({
    queryKey: keys.tokens(),
    queryFn: ({ signal }) => call("tokens.list", { signal }),
    staleTime: 5_000,
  });
}
