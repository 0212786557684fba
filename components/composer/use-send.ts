"use client";

import type { QueryClient } from "@tanstack/react-query";
import { useLatest } from "@/components/ui/use-latest";
import { toast } from "@/components/ui/toast";
import { useProblemText } from "@/lib/client/problem-text";
import { sendTurn } from "@/lib/client/send-turn";
import type { PendingSends } from "@/lib/client/pending-sends";
import type { ModelOffer, StudioState } from "@/lib/contracts/account";
import type { ImageView } from "@/lib/contracts/images";
import type { ThreadSummary } from "@/lib/contracts/threads";
import type { TurnDraft, TurnView } from "@/lib/contracts/turns";

type Options = {
  client: QueryClient;
  studio: StudioState;
  offer: ModelOffer | undefined;
  presses: PendingSends;
  onSent: (turn: TurnView, thread: ThreadSummary, keepsBase: boolean) => void;
};

type Hooks = {
  look: { base: ImageView | null; references: ImageView[] };
  onDone: (turn: TurnView) => void;
  /** Asked when the reply is here: other words are being written for another picture by now. */
  keepsBase: () => boolean;
  onFailed: () => void;
};

/** Sends drafts, several at once if need be. What fails is said, and its sender takes its words back. */
export function useSend({ client, studio, offer, presses, onSent }: Options) {
  const problemText = useProblemText();
  // The reply may come renders later: it belongs to the page as it is then.
  const latestOnSent = useLatest(onSent);

  return async (draft: TurnDraft, { look, onDone, keepsBase, onFailed }: Hooks): Promise<void> => {
    const body = presses.begin(draft);
    const { user, isSandbox } = studio;
    try {
      const { turn, thread } = await sendTurn(client, body, { ...look, user, offer, isSandbox });
      presses.done(body);
      const isElsewhere = keepsBase();
      onDone(turn);
      latestOnSent.current(turn, thread, isElsewhere);
    } catch (error) {
      presses.failed(body, error);
      onFailed();
      void toast(problemText(error), { tone: "error" });
    }
  };
}
