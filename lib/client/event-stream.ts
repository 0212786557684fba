import { randomUuid } from "@/lib/client/random-uuid";
import { inWorkspace } from "@/lib/client/workspace";
import type { EventFrameName, EventPayload } from "@/lib/contracts/events";
import type { PresenceFrame } from "@/lib/contracts/presence";
import { STREAM_QUERY } from "@/lib/contracts/presence-beat";
import { EVENTS_PATH } from "@/lib/contracts/paths";

/** `refused`: the user has more tabs and programs connected than the server allows; retries continue. */
export type StreamState = "connecting" | "connected" | "reconnecting" | "refused";

/** The part of EventSource in use, so that tests can supply a fake. */
export type Source = {
  addEventListener(name: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
};

type Options = {
  /** The number of the last event already known. */
  after: string;
  onEvent: (seq: string, payload: EventPayload) => void;
  /** The server no longer keeps the missed events: refetch everything. */
  onReset: () => void;
  /** Queue positions may have changed. */
  onLine?: () => void;
  /** Who else is viewing this tab's thread. */
  onPresence?: (frame: PresenceFrame) => void;
  /** The user's rights changed or ended. */
  onAccess?: () => void;
  /** A connection is open. Its id tells the server which tab is viewing what. */
  onConnected?: (streamId: string) => void;
  onState: (state: StreamState) => void;
  /** Called when connecting failed, with the number of consecutive failures. */
  onFailure?: (failures: number) => void;
  open?: (url: string) => Source;
  /** Whether the server refuses another stream because there are too many; EventSource hides the status. */
  isRefused?: (url: string) => Promise<boolean>;
  /** Runs `task` after `ms` milliseconds; returns a cancel function. */
  schedule?: (task: () => void, ms: number) => () => void;
  /** 0 to 1; spreads the reconnects of many tabs after a restart. */
  random?: () => number;
  newId?: () => string;
};

export type EventStream = {
  /** Drops the connection and reconnects at once: the network came back, the machine woke. */
  reconnect: () => void;
  close: () => void;
};

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 15_000;
/** A single failure is usually transient; after this many in a row, ask the server why. */
const ASK_WHY_AFTER = 2;
const CHANGE: EventFrameName = "change";
const RESET: EventFrameName = "reset";
const LINE: EventFrameName = "line";
const PRESENCE: EventFrameName = "presence";
const ACCESS: EventFrameName = "access";

/**
 * The tab's single event stream. Reconnects with backoff and resumes after the last delivered event, so that none is
 * lost or delivered twice. (The browser's own reconnect is not used: it stops for good on an HTTP error, such as a
 * proxy's 502 while the server restarts.)
 */
export function openEventStream(options: Options): EventStream {
  const open = options.open ?? ((url: string) => new EventSource(url));
  const isRefused = options.isRefused ?? askIsRefused;
  const schedule = options.schedule ?? later;
  const random = options.random ?? Math.random;
  const newId = options.newId ?? randomUuid;
  let last = BigInt(options.after);
  let failures = 0;
  let isKnownRefused = false;
  let source: Source | null = null;
  let cancelWait = () => {};
  let isClosed = false;

  const connect = () => {
    cancelWait();
    source?.close();
    // A new id per connection, so that the delayed end of an old one does not affect the new one.
    const streamId = newId();
    const url = inWorkspace(`${EVENTS_PATH}?after=${last}&${STREAM_QUERY}=${streamId}`);
    const current = open(url);
    source = current;
    const isStale = () => isClosed || source !== current;
    current.addEventListener("open", () => {
      if (isStale()) return;
      failures = 0;
      isKnownRefused = false;
      options.onState("connected");
      options.onConnected?.(streamId);
    });
    current.addEventListener(CHANGE, (event) => {
      if (isStale()) return;
      const seq = BigInt(event.lastEventId);
      if (seq <= last) return;
      last = seq;
      options.onEvent(event.lastEventId, toPayload(event.data));
    });
    current.addEventListener(RESET, (event) => {
      if (isStale()) return;
      if (event.lastEventId !== "") last = BigInt(event.lastEventId);
      options.onReset();
    });
    current.addEventListener(LINE, () => {
      if (!isStale()) options.onLine?.();
    });
    current.addEventListener(PRESENCE, (event) => {
      if (!isStale()) options.onPresence?.(toPresence(event.data));
    });
    current.addEventListener(ACCESS, () => {
      if (!isStale()) options.onAccess?.();
    });
    current.addEventListener("error", () => {
      if (isStale()) return;
      current.close();
      source = null;
      failures += 1;
      options.onState(isKnownRefused ? "refused" : "reconnecting");
      options.onFailure?.(failures);
      if (failures >= ASK_WHY_AFTER) void askWhy(url);
      cancelWait = schedule(connect, waitFor(failures, random()));
    });
  };

  const askWhy = async (url: string) => {
    const answer = await isRefused(url);
    // It may have connected or been closed meanwhile.
    if (isClosed || failures === 0 || answer === isKnownRefused) return;
    isKnownRefused = answer;
    options.onState(answer ? "refused" : "reconnecting");
  };

  options.onState("connecting");
  connect();
  return {
    reconnect: () => {
      if (!isClosed) connect();
    },
    close: () => {
      isClosed = true;
      cancelWait();
      source?.close();
    },
  };
}

/** Backoff in milliseconds: doubles from 0.4 s to 15 s, minus a random share of up to half. */
export function waitFor(failures: number, chance: number): number {
  const full = Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
  return Math.round(full * (1 - chance / 2));
}

/** Opens the stream with fetch to see its status, then aborts. Without a network it counts as not refused. */
async function askIsRefused(url: string): Promise<boolean> {
  const leaving = new AbortController();
  try {
    const { status } = await fetch(url, { signal: leaving.signal });
    return status === 429;
  } catch {
    return false;
  } finally {
    leaving.abort();
  }
}

function later(task: () => void, ms: number): () => void {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
}

/** The only two casts: the server builds each frame's data from the schemas of these types. */
function toPayload(data: string): EventPayload {
  return JSON.parse(data) as EventPayload;
}

function toPresence(data: string): PresenceFrame {
  return JSON.parse(data) as PresenceFrame;
}
