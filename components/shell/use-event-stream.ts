"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { oldestSeq, rememberEvents } from "@/lib/client/recent-events";
import { publishGeneration } from "@/lib/client/generation-events";
import { openEventStream, type StreamState } from "@/lib/client/event-stream";
import { keys } from "@/lib/client/query-keys";
import { refreshAccess } from "@/lib/client/refresh-access";
import { setTabStream } from "@/lib/client/tab-stream";
import { isAboutImages } from "@/lib/client/fold-image";
import { publishImageEvent } from "@/lib/client/image-events";
import { publishTurnCreated } from "@/lib/client/turn-events";
import type { EventPayload } from "@/lib/contracts/events";

/** Poll interval of a tab without a stream, in milliseconds. */
const READ_AGAIN_MS = 30_000;
/** After this many consecutive failures, check whether the session and membership are still valid. */
const RECHECK_AFTER_FAILURES = 2;

/** Keeps the cache current with the tab's single event stream; calls `onEvent` after each event is in the cache. */
export function useEventStream(
  eventSeq: string,
  onEvent: (payload: EventPayload) => void,
): StreamState {
  const client = useQueryClient();
  const [state, setState] = useState<StreamState>("connecting");
  const deliver = useEffectEvent(onEvent);

  useEffect(() => {
    const after = oldestSeq(client, eventSeq);
    const memory = rememberEvents(client, after);
    const readAgain = () => {
      memory.reset();
      client.removeQueries({ queryKey: keys.hiddenThreads() });
      void client.invalidateQueries();
      publishImageEvent({ kind: "images.changed" });
    };
    let isRefused = false;
    const stream = openEventStream({
      after,
      onEvent: (seq, payload) => {
        if (payload.kind === "generation.changed") publishGeneration(payload.generation);
        memory.take(seq, payload);
        if (payload.kind === "turn.created") publishTurnCreated(payload);
        if (isAboutImages(payload)) publishImageEvent(payload);
        deliver(payload);
      },
      onReset: readAgain,
      onLine: () => void client.invalidateQueries({ queryKey: keys.line() }),
      onPresence: ({ threadId, people }) => client.setQueryData(keys.presence(threadId), people),
      onAccess: () => void refreshAccess(client),
      onConnected: setTabStream,
      onState: (next) => {
        setState(next);
        isRefused = next === "refused";
        // Queue positions are not replayed after a reconnect.
        if (next === "connected") void client.invalidateQueries({ queryKey: keys.line() });
      },
      onFailure: (failures) => {
        // EventSource hides why it failed. Retrying cannot fix an ended session or membership.
        if (failures === RECHECK_AFTER_FAILURES) void refreshAccess(client);
      },
    });
    // A page restored from sleep or the back-forward cache may hold a dead connection.
    const onShow = (event: PageTransitionEvent) => {
      if (event.persisted) stream.reconnect();
    };
    const { reconnect } = stream;
    // Without a stream, poll, and refresh when the tab becomes visible.
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
    // One stream per tab: a re-rendered page with a later eventSeq must not restart it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [client]);

  return state;
}
