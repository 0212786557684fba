import { randomUuid } from "@/lib/client/random-uuid";
import { inWorkspace } from "@/lib/client/workspace";
import type { EventFrameName, EventPayload } from "@/lib/contracts/events";
import type { PresenceFrame } from "@/lib/contracts/presence";
import { STREAM_QUERY } from "@/lib/contracts/presence-beat";
import { EVENTS_PATH } from "@/lib/contracts/paths";

/** `refused`: the person has more tabs and programs open than the server keeps up to date; it is tried again all the same. */
export type StreamState = "connecting" | "connected" | "reconnecting" | "refused";

/** What of EventSource is used: tests give their own. */
export type Source = {
  addEventListener(name: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
};

type Options = {
  /** The number of the last event already known. */
  after: string;
  onEvent: (seq: string, payload: EventPayload) => void;
  /** The server no longer keeps the events that were missed: read everything anew. */
  onReset: () => void;
  /** Places in the line may have changed. */
  onLine?: () => void;
  /** Who else looks at the thread that this tab looks at. */
  onPresence?: (frame: PresenceFrame) => void;
  /** One's rights have changed, or are over. */
  onAccess?: () => void;
  /** A connection stands, under an id of its own: by it the server knows which tab looks at what. */
  onConnected?: (streamId: string) => void;
  onState: (state: StreamState) => void;
  /** Called when a connection could not be made, with how many times in a row. */
  onFailure?: (failures: number) => void;
  open?: (url: string) => Source;
  /** Whether the server refuses a stream at this address for having too many; EventSource does not say why it failed. */
  isRefused?: (url: string) => Promise<boolean>;
  /** Runs `task` after so many milliseconds; returns how to call it off. */
  schedule?: (task: () => void, ms: number) => () => void;
  /** 0 to 1, spreads the return of many tabs after a restart. */
  random?: () => number;
  newId?: () => string;
};

export type EventStream = {
  /** Drops the connection, if any, and makes a new one now: the network came back, the machine woke. */
  reconnect: () => void;
  close: () => void;
};

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 15_000;
/** One failure is mostly a blink of the network; after so many in a row the server is asked why. */
const ASK_WHY_AFTER = 2;
const CHANGE: EventFrameName = "change";
const RESET: EventFrameName = "reset";
const LINE: EventFrameName = "line";
const PRESENCE: EventFrameName = "presence";
const ACCESS: EventFrameName = "access";

/**
 * The tab's one stream of events. It reconnects by itself, with growing pauses, and goes on after the last
 * event it handed over, so nothing is missed and nothing comes twice. (The browser's own reconnection is not
 * used: it gives up for good on an HTTP error, such as a proxy's 502 while the server restarts.)
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
    // A new id with each connection: the end of an old one, noticed late, cannot speak for the new one.
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
    // Meanwhile it may have connected, or been closed.
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

/** Doubles from 0.4 s to 15 s, and then up to half of it off by chance. */
export function waitFor(failures: number, chance: number): number {
  const full = Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
  return Math.round(full * (1 - chance / 2));
}

/** Opens the stream by hand, to see the status, and leaves at once. Without a network nothing is refused. */
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

/** These two casts: the server makes every frame's data from the schemas that these types come from. */
function toPayload(data: string): EventPayload {
  return JSON.parse(data) as EventPayload;
}

function toPresence(data: string): PresenceFrame {
  return JSON.parse(data) as PresenceFrame;
}
