import type { Query, QueryClient, QueryKey } from "@tanstack/react-query";
import { foldEvent, foldIntoLists, foldIntoThread, threadOf } from "@/lib/client/fold-event";
import { foldImage, isAboutImages } from "@/lib/client/fold-image";
import type { EventPayload, ImageEvent, ThreadEvent } from "@/lib/contracts/events";

type Kept = { seq: bigint; payload: ThreadEvent | ImageEvent };

const KEPT_MAX = 2_000;

export type EventMemory = {
  /** Folds an event into the cache and remembers it for replies that predate it. */
  take: (seq: string, payload: EventPayload) => void;
  /** Forgets all events, after a gap in the stream. */
  reset: () => void;
  stop: () => void;
};

/**
 * A reply may predate events that arrived while it was in transit, and an event for data not yet cached changes
 * nothing. So the tab remembers recent events and applies those that are missing to everything that arrives (a fetch, a
 * server-rendered page).
 */
export function rememberEvents(client: QueryClient, after: string): EventMemory {
  const kept: Kept[] = [];
  /** The stream's position when a list's fetch started. */
  const startedAt = new Map<string, bigint>();
  let last = BigInt(after);
  /** Events up to this number are not remembered. */
  let floor = last;

  const unsubscribe = client.getQueryCache().subscribe((event) => {
    if (event.type === "updated" && event.action.type === "fetch") {
      startedAt.set(event.query.queryHash, last);
      return;
    }
    if (isArrival(event)) catchUp(event.query);
  });

  const catchUp = (query: Query) => {
    const kind = kindOf(query.queryKey);
    if (kind === "threads") {
      const since = startedAt.get(query.queryHash) ?? last;
      for (const { seq, payload } of kept) {
        if (seq > since && !isAboutImages(payload)) foldIntoLists(client, payload);
      }
    }
    if (kind !== "page" && kind !== "tree") return;
    const asOf = asOfSeq(query.state.data);
    if (asOf === null || asOf >= last) return;
    if (asOf < floor) {
      // The data predates the remembered events, so refetch it.
      void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
      return;
    }
    for (const { seq, payload } of kept) {
      if (seq <= asOf) continue;
      if (isAboutImages(payload)) foldImage(client, payload);
      else if (threadOf(payload) === query.queryKey[1]) {
        foldIntoThread(client, seq.toString(), payload);
      }
    }
  };

  return {
    take: (seq, payload) => {
      last = BigInt(seq);
      if (changesThreads(payload)) kept.push({ seq: last, payload });
      if (kept.length > KEPT_MAX) floor = kept.shift()?.seq ?? floor;
      foldEvent(client, seq, payload);
    },
    reset: () => {
      kept.length = 0;
      floor = last;
    },
    stop: unsubscribe,
  };
}

type CacheEvent = Parameters<
  Parameters<ReturnType<QueryClient["getQueryCache"]>["subscribe"]>[0]
>[0];

/** Data from the server, as opposed to data that this tab wrote into the cache. */
function isArrival(event: CacheEvent): event is Extract<CacheEvent, { type: "added" | "updated" }> {
  if (event.type === "added") return event.query.state.data !== undefined;
  if (event.type !== "updated") return false;
  const { action } = event;
  return action.type === "setState" || (action.type === "success" && action.manual !== true);
}

function kindOf(key: QueryKey): "threads" | "page" | "tree" | null {
  if (key[0] === "threads") return "threads";
  if (key[0] !== "thread") return null;
  return key[2] === "page" || key[2] === "tree" ? key[2] : null;
}

function asOfSeq(data: unknown): bigint | null {
  if (typeof data !== "object" || data === null || !("asOfSeq" in data)) return null;
  return typeof data.asOfSeq === "string" ? BigInt(data.asOfSeq) : null;
}

/**
 * Where a tab's stream must start: at the oldest reply in its cache. Parts of a first page are read in parallel, so
 * their positions differ.
 */
export function oldestSeq(client: QueryClient, known: string): string {
  let oldest = BigInt(known);
  for (const query of client.getQueryCache().getAll()) {
    const asOf = asOfSeq(query.state.data);
    if (asOf !== null && asOf < oldest) oldest = asOf;
  }
  return oldest.toString();
}

/** Whether an event changes what pages and lists of threads show. */
function changesThreads(payload: EventPayload): payload is Kept["payload"] {
  return ![
    "upstream.changed",
    "workspace.changed",
    "shares.changed",
    "notices.changed",
    "image.added",
  ].includes(payload.kind);
}
