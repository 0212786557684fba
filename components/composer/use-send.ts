"use client";

import type { QueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { toast } from "@/components/ui/toast";
import { CallError } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import { PressKeys, sendTurn } from "@/lib/client/send-turn";
import type { ModelOffer, StudioState } from "@/lib/contracts/account";
import type { ImageView } from "@/lib/contracts/images";
import type { ThreadSummary } from "@/lib/contracts/threads";
import type { TurnCreateBody, TurnDraft, TurnView } from "@/lib/contracts/turns";

type Options = {
  client: QueryClient;
  studio: StudioState;
  offer: ModelOffer | undefined;
  onSent: (turn: TurnView, thread: ThreadSummary) => void;
};

/** Sends drafts, several at once if need be. What fails is said, and `putBack` gets its words to the writer again. */
export function useSend({ client, studio, offer, onSent }: Options) {
  const problemText = useProblemText();
  const keys = useRef(new PressKeys());
  // The reply may come renders later: it belongs to the page as it is then.
  const latestOnSent = useRef(onSent);
  latestOnSent.current = onSent;

  return async (
    draft: TurnDraft,
    look: { base: ImageView | null; references: ImageView[] },
    putBack: () => void,
  ): Promise<void> => {
    const body: TurnCreateBody = { ...draft, idempotencyKey: keys.current.keyFor(draft) };
    const { user, isSandbox } = studio;
    try {
      const reply = await sendTurn(client, body, { ...look, user, offer, isSandbox });
      latestOnSent.current(reply.turn, reply.thread);
    } catch (error) {
      if (error instanceof CallError) keys.current.remember(body);
      putBack();
      void toast(problemText(error), { tone: "error" });
    }
  };
}
