import { queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";

/** One's own access tokens. Their last use moves without an event, so a look at the page asks anew. */
export function tokensQuery() {
  return queryOptions({
    queryKey: keys.tokens(),
    queryFn: ({ signal }) => call("tokens.list", { signal }),
    staleTime: 5_000,
  });
}
