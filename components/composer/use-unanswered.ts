"use client";

import { useEffect, useState } from "react";
import { useLatest } from "@/components/ui/use-latest";
import { type MadeTurn, subscribeTurnCreated } from "@/lib/client/turn-events";
import { PendingSends } from "@/lib/client/pending-sends";
import type { ThreadId } from "@/lib/contracts/ids";
import type { TurnCreateBody, TurnView } from "@/lib/contracts/turns";

type Options = {
  threadId: ThreadId | null;
  /** Loaded turns: after a reload one of them may belong to a request that got no answer. */
  turns: readonly TurnView[];
  /** False until the stored draft is restored; nothing is settled before. */
  isReady: boolean;
  /** The turn of a failed request exists after all; `made` is set when it was created just now. */
  onMade: (body: TurnCreateBody, made: MadeTurn | null) => void;
};

/** The composer's requests without an answer, settled when their turns appear. */
export function useUnanswered({ threadId, turns, isReady, onMade }: Options): PendingSends {
  const [pendingSends] = useState(() => new PendingSends(threadId));
  const latestOnMade = useLatest(onMade);
  useEffect(
    () =>
      subscribeTurnCreated((made) => {
        const body = pendingSends.take(made.turn.idempotencyKey);
        if (body !== null) latestOnMade.current(body, made);
      }),
    [pendingSends, latestOnMade],
  );
  useEffect(() => {
    if (!isReady) return;
    for (const { idempotencyKey } of turns) {
      const body = pendingSends.take(idempotencyKey);
      if (body !== null) latestOnMade.current(body, null);
    }
  }, [pendingSends, turns, isReady, latestOnMade]);
  return pendingSends;
}
