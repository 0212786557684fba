"use client";

import type { QueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useLatest } from "@/components/composer/use-latest";
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

type Hooks = {
  look: { base: ImageView | null; references: ImageView[] };
  onDone: (turn: TurnView) => void;
  onFailed: () => void;
};

/** Sends drafts, several at once if need be. What fails is said, and its sender takes its words back. */
export function useSend({ client, studio, offer, onSent }: Options) {
  const problemText = useProblemText();
  const keys = useRef(new PressKeys());
  // The reply may come renders later: it belongs to the page as it is then.
  const latestOnSent = useLatest(onSent);

  return async (draft: TurnDraft, { look, onDone, onFailed }: Hooks): Promise<void> => {
    const body: TurnCreateBody = { ...draft, idempotencyKey: keys.current.keyFor(draft) };
    const { user, isSandbox } = studio;
    try {
      const { turn, thread } = await sendTurn(client, body, { ...look, user, offer, isSandbox });
      keys.current.forget(body.idempotencyKey);
      onDone(turn);
      latestOnSent.current(turn, thread);
    } catch (error) {
      if (error instanceof CallError) keys.current.remember(body);
      onFailed();
      void toast(problemText(error), { tone: "error" });
    }
  };
}
