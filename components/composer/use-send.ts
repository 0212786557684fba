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
  pendingSends: PendingSends;
  onSent: (turn: TurnView, thread: ThreadSummary, keepsBase: boolean) => void;
};

export type SendHooks = {
  look: { base: ImageView | null; references: ImageView[] };
  onDone: (turn: TurnView) => void;
  /** Called when the reply arrives: whether the next draft already targets another picture. */
  keepsBase: () => boolean;
  onFailed: () => void;
};

/** Sends drafts, also several at once. A failure shows a message and restores the text. */
export function useSend({ client, studio, offer, pendingSends, onSent }: Options) {
  const problemText = useProblemText();
  // The reply may arrive many renders later and must use the current callback.
  const latestOnSent = useLatest(onSent);

  return async (
    draft: TurnDraft,
    { look, onDone, keepsBase, onFailed }: SendHooks,
  ): Promise<void> => {
    const body = pendingSends.begin(draft);
    const { user, isSandbox } = studio;
    try {
      const { turn, thread } = await sendTurn(client, body, { ...look, user, offer, isSandbox });
      pendingSends.done(body);
      const isElsewhere = keepsBase();
      onDone(turn);
      latestOnSent.current(turn, thread, isElsewhere);
    } catch (error) {
      pendingSends.failed(body, error);
      onFailed();
      void toast(problemText(error), { tone: "error" });
    }
  };
}
