import { queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";

/** Tags of the workspace by name. */
export function tagsQuery() {
  return queryOptions({
    queryKey: keys.tags(),
    queryFn: ({ signal }) => call("tags.list", { signal }),
    staleTime: 30_000,
  });
}
