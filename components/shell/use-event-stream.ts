"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { call, CallError } from "@/lib/client/call";
import { oldestSeq, rememberEvents } from "@/lib/client/event-memory";
import { openEventStream, type StreamState } from "@/lib/client/event-stream";
import { keys } from "@/lib/client/query-keys";
import { tellTurnMade } from "@/lib/client/turn-news";
import type { EventPayload } from "@/lib/contracts/events";

/** After this many failures in a row the session itself is doubted. */
const DOUBT_AFTER = 2;

/** Keeps the cache current by the tab's one stream; `onEvent` hears each event after the cache has it. */
export function useEventStream(
  eventSeq: string,
  onEvent: (payload: EventPayload) => void,
): StreamState {
  const client = useQueryClient();
  const [state, setState] = useState<StreamState>("connecting");
  const hear = useEffectEvent(onEvent);

  useEffect(() => {
    const after = oldestSeq(client, eventSeq);
    const memory = rememberEvents(client, after);
    const stream = openEventStream({
      after,
      onEvent: (seq, payload) => {
        memory.take(seq, payload);
        if (payload.kind === "turn.created") tellTurnMade(payload);
        hear(payload);
      },
      onReset: () => {
        memory.reset();
        void client.invalidateQueries();
      },
      onLine: () => void client.invalidateQueries({ queryKey: keys.line() }),
      onState: (next) => {
        setState(next);
        // What the line did meanwhile is kept nowhere.
        if (next === "connected") void client.invalidateQueries({ queryKey: keys.line() });
      },
      onFailure: (failures) => {
        if (failures === DOUBT_AFTER) void leaveIfSignedOut();
      },
    });
    // A page that comes back from sleep or from the back-forward cache may hold a connection that is long dead.
    const onShow = (event: PageTransitionEvent) => {
      if (event.persisted) stream.reconnect();
    };
    const { reconnect } = stream;
    // A connection without a network can look alive for minutes.
    const onOffline = () => setState("reconnecting");
    window.addEventListener("offline", onOffline);
    window.addEventListener("online", reconnect);
    window.addEventListener("pageshow", onShow);
    document.addEventListener("resume", reconnect);
    return () => {
      window.removeEventListener("offline", onOffline);
      window.removeEventListener("online", reconnect);
      window.removeEventListener("pageshow", onShow);
      document.removeEventListener("resume", reconnect);
      stream.close();
      memory.stop();
    };
    // The stream belongs to the tab: a later eventSeq, from a page rendered anew, must not restart it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [client]);

  return state;
}

/** EventSource does not say why it failed; a session that has ended is the one reason that waiting cannot mend. */
async function leaveIfSignedOut(): Promise<void> {
  try {
    await call("studio.state");
  } catch (error) {
    if (error instanceof CallError && error.code === "not_signed_in") {
      location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
    }
  }
}
