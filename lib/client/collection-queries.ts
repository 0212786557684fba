import { queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";

/** Collections by name, with counts. Events of images refetch it. */
export function collectionsQuery() {
  return queryOptions({
    queryKey: keys.collections(),
    queryFn: ({ signal }) => call("collections.list", { signal }),
    staleTime: 30_000,
  });
}

/** Private until its creator says otherwise. */
export function newCollection(name: string) {
  return { name, description: "", access: "private" } as const;
}
