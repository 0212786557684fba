import { queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";

/** Your account. The settings pages prefetch it. */
export function profileQuery() {
  return queryOptions({
    queryKey: keys.profile(),
    queryFn: ({ signal }) => call("account.profile", { signal }),
    staleTime: 10_000,
  });
}

export function sessionsQuery() {
  return queryOptions({
    queryKey: keys.sessions(),
    queryFn: ({ signal }) => call("account.sessions", { signal }),
    staleTime: 2_000,
  });
}

/** What deleting the account would do; fetched each time the dialog opens. */
export function deletionPlanQuery() {
  return queryOptions({
    queryKey: keys.deletionPlan(),
    queryFn: ({ signal }) => call("account.deletionPlan", { signal }),
    staleTime: 0,
  });
}
