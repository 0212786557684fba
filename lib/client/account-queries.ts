import { queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";

/** One's own account; the settings' pages bring it with them. */
export function profileQuery() {
  return queryOptions({
    queryKey: keys.profile(),
    queryFn: ({ signal }) => call("account.profile", { signal }),
    staleTime: 10_000,
  });
}

/** Where one is signed in. */
export function sessionsQuery() {
  return queryOptions({
    queryKey: keys.sessions(),
    queryFn: ({ signal }) => call("account.sessions", { signal }),
    staleTime: 2_000,
  });
}

/** What the deletion of the account would do; asked for each time that somebody thinks of it. */
export function deletionPlanQuery() {
  return queryOptions({
    queryKey: keys.deletionPlan(),
    queryFn: ({ signal }) => call("account.deletionPlan", { signal }),
    staleTime: 0,
  });
}
