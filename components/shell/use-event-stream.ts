"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { oldestSeq, rememberEvents } from "@/lib/client/recent-events";
import { openEventStream, type StreamState } from "@/lib/client/event-stream";
import { keys } from "@/lib/client/query-keys";
import { refreshAccess } from "@/lib/client/refresh-access";
import { setTabStream } from "@/lib/client/tab-stream";
import { publishTurnCreated } from "@/lib/client/turn-events";
import type { EventPayload } from "@/lib/contracts/events";

/** How often a tab without a stream reads what it shows again, in milliseconds. */
const READ_AGAIN_MS = 30_000;
/** After this many failures in a row one's own standing is doubted. */
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
    const readAgain = () => {
      memory.reset();
      client.removeQueries({ queryKey: keys.hiddenThreads() });
      void client.invalidateQueries();
    };
    let isRefused = false;
    const stream = openEventStream({
      after,
      onEvent: (seq, payload) => {
        memory.take(seq, payload);
        if (payload.kind === "turn.created") publishTurnCreated(payload);
        hear(payload);
      },
      onReset: readAgain,
      onLine: () => void client.invalidateQueries({ queryKey: keys.line() }),
      onPresence: ({ threadId, people }) => client.setQueryData(keys.presence(threadId), people),
      onAccess: () => void refreshAccess(client),
      onConnected: setTabStream,
      onState: (next) => {
        setState(next);
        isRefused = next === "refused";
        // What the line did meanwhile is kept nowhere.
        if (next === "connected") void client.invalidateQueries({ queryKey: keys.line() });
      },
      onFailure: (failures) => {
        // EventSource does not say why it failed. A session or a membership that is over is what no waiting can mend.
        if (failures === DOUBT_AFTER) void refreshAccess(client);
      },
    });
    // A page that comes back from sleep or from the back-forward cache may hold a connection that is long dead.
    const onShow = (event: PageTransitionEvent) => {
      if (event.persisted) stream.reconnect();
    };
    const { reconnect } = stream;
    // Without a stream the tab asks now and then, and when it is turned to.
    const readWithoutStream = () => {
      if (isRefused && document.visibilityState === "visible") readAgain();
    };
    const reading = setInterval(readWithoutStream, READ_AGAIN_MS);
    // A connection without a network can look alive for minutes.
    const onOffline = () => setState("reconnecting");
    window.addEventListener("offline", onOffline);
    window.addEventListener("online", reconnect);
    document.addEventListener("visibilitychange", readWithoutStream);
    window.addEventListener("pageshow", onShow);
    document.addEventListener("resume", reconnect);
    return () => {
      clearInterval(reading);
      document.removeEventListener("visibilitychange", readWithoutStream);
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
