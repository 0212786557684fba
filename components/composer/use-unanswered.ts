"use client";

import { useEffect, useState } from "react";
import { useLatest } from "@/components/ui/use-latest";
import { type MadeTurn, subscribeTurnCreated } from "@/lib/client/turn-events";
import { PendingSends } from "@/lib/client/pending-sends";
import type { ThreadId } from "@/lib/contracts/ids";
import type { TurnCreateBody, TurnView } from "@/lib/contracts/turns";

type Options = {
  threadId: ThreadId | null;
  /** The turns on the page: after a reload that is where a turn may turn up whose answer was lost. */
  turns: readonly TurnView[];
  /** Nothing is settled before what was typed has been put back. */
  isReady: boolean;
  /** The turn of a press that had failed is there after all; `made` where it came just now. */
  onMade: (body: TurnCreateBody, made: MadeTurn | null) => void;
};

/** The composer's presses that got no answer, and what is done when their turns turn up. */
export function useUnanswered({ threadId, turns, isReady, onMade }: Options): PendingSends {
  const [presses] = useState(() => new PendingSends(threadId));
  const latestOnMade = useLatest(onMade);
  useEffect(
    () =>
      subscribeTurnCreated((made) => {
        const body = presses.take(made.turn.idempotencyKey);
        if (body !== null) latestOnMade.current(body, made);
      }),
    [presses, latestOnMade],
  );
  useEffect(() => {
    if (!isReady) return;
    for (const { idempotencyKey } of turns) {
      const body = presses.take(idempotencyKey);
      if (body !== null) latestOnMade.current(body, null);
    }
  }, [presses, turns, isReady, latestOnMade]);
  return presses;
}
