"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { variationOf } from "@/components/studio/turn/variation";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { withShownKey } from "@/lib/client/with-shown-key";
import { useProblemText } from "@/lib/client/problem-text";
import { randomUuid } from "@/lib/client/random-uuid";
import type { TurnSettings } from "@/lib/contracts/settings";
import type { ThreadSummary } from "@/lib/contracts/threads";
import type { TurnView } from "@/lib/contracts/turns";

/** Sends a turn's instruction once more, as a sibling. A second click while the first request runs is ignored. */
export function useVary(onSent: (turn: TurnView, thread: ThreadSummary) => void) {
  const client = useQueryClient();
  const problemText = useProblemText();
  const sending = useRef(new Set<string>());
  return async (turn: TurnView, change?: Partial<TurnSettings>): Promise<void> => {
    if (sending.current.has(turn.id)) return;
    sending.current.add(turn.id);
    try {
      const body = { ...variationOf(turn, change), idempotencyKey: randomUuid() };
      const reply = await withShownKey(client, (keyShown) =>
        call("turns.create", { body: { ...body, keyShown } }),
      );
      onSent(reply.turn, reply.thread);
    } catch (error) {
      void toast(problemText(error), { tone: "error" });
    } finally {
      sending.current.delete(turn.id);
    }
  };
}
