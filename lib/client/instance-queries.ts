import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import type { QueryOf } from "@/lib/contracts/operations";

/** No events for these lists: refetch after this many milliseconds. */
const FRESH_MS = 5_000;
/** Polling interval for jobs in milliseconds. */
const JOBS_EVERY_MS = 5_000;

const pages = {
  initialPageParam: null as string | null,
  getNextPageParam: (last: { nextCursor: string | null }) => last.nextCursor,
  placeholderData: keepPreviousData,
  staleTime: FRESH_MS,
};

type Narrowed<Query> = Omit<Query, "cursor">;
export type AuditFilterQuery = Narrowed<QueryOf<"audit.list">>;
export type PeopleQuery = Narrowed<QueryOf<"instance.people">>;
export type WorkspacesQuery = Narrowed<QueryOf<"instance.workspaces">>;
export type JobsQuery = Narrowed<QueryOf<"instance.jobs">>;

/** Audit entries, newest first. */
export function auditQuery(reach: "workspace" | "instance", query: AuditFilterQuery) {
  const name = reach === "instance" ? "instance.audit" : "audit.list";
  return infiniteQueryOptions({
    queryKey: keys.audit(reach, query),
    queryFn: ({ signal, pageParam }) =>
      call(name, { signal, query: { ...query, cursor: pageParam ?? undefined } }),
    ...pages,
  });
}

export function peopleQuery(query: PeopleQuery) {
  return infiniteQueryOptions({
    queryKey: keys.instance("people", query),
    queryFn: ({ signal, pageParam }) =>
      call("instance.people", { signal, query: { ...query, cursor: pageParam ?? undefined } }),
    ...pages,
  });
}

export function workspaceReportsQuery(query: WorkspacesQuery) {
  return infiniteQueryOptions({
    queryKey: keys.instance("workspaces", query),
    queryFn: ({ signal, pageParam }) =>
      call("instance.workspaces", { signal, query: { ...query, cursor: pageParam ?? undefined } }),
    ...pages,
  });
}

/** Polled while the page is visible. */
export function jobsQuery(query: JobsQuery) {
  return infiniteQueryOptions({
    queryKey: keys.instance("jobs", query),
    queryFn: ({ signal, pageParam }) =>
      call("instance.jobs", { signal, query: { ...query, cursor: pageParam ?? undefined } }),
    refetchInterval: JOBS_EVERY_MS,
    ...pages,
  });
}

const COUNTING_MS = 2_000;

export function storageQuery() {
  return queryOptions({
    queryKey: keys.instance("storage"),
    queryFn: ({ signal }) => call("instance.storage", { signal }),
    staleTime: FRESH_MS,
    // The server counts a large folder in the background.
    refetchInterval: ({ state }) => (state.data?.folderBytes === null ? COUNTING_MS : false),
  });
}
