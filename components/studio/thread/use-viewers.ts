"use client";

import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import { onTabStream, tabStream } from "@/lib/client/tab-stream";
import type { ThreadId } from "@/lib/contracts/ids";
import type { PresentUser, PresenceBody } from "@/lib/contracts/presence";
import { PRESENCE_BEAT_MS } from "@/lib/contracts/presence-beat";

const NOBODY: PresentUser[] = [];

/** Serializes calls: a reordered "left" would hide a user who has just returned. */
let lastReport = Promise.resolve();

/** Sends after all earlier calls. Failures are ignored: the next beat repeats the state. */
function reportPresence(threadId: ThreadId, body: PresenceBody): void {
  const report = () =>
    call("threads.presence", {
      params: { threadId },
      body,
      signal: AbortSignal.timeout(PRESENCE_BEAT_MS),
    });
  lastReport = lastReport.then(report).then(
    () => undefined,
    () => undefined,
  );
}

/**
 * Who else is viewing a thread. Reports this tab's presence while it is visible and repeats it every few seconds, so
 * that a suspended machine expires. Off for threads nobody else can see.
 */
export function useViewers(threadId: ThreadId, isShared: boolean): PresentUser[] {
  const client = useQueryClient();
  useEffect(() => {
    if (!isShared) return undefined;
    const report = (isHere: boolean) => {
      const streamId = tabStream();
      if (streamId !== null) reportPresence(threadId, { streamId, isHere });
    };
    const reportHere = () => {
      if (!document.hidden) report(true);
    };
    const onVisibility = () => report(!document.hidden);
    reportHere();
    const beat = setInterval(reportHere, PRESENCE_BEAT_MS);
    const stopListening = onTabStream(reportHere);
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      clearInterval(beat);
      stopListening();
      document.removeEventListener("visibilitychange", onVisibility);
      report(false);
      client.removeQueries({ queryKey: keys.presence(threadId) });
    };
  }, [client, threadId, isShared]);
  const { data = NOBODY } = useQuery<PresentUser[]>({
    queryKey: keys.presence(threadId),
    queryFn: skipToken,
  });
  return isShared ? data : NOBODY;
}
