"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { recordLook } from "@/components/generation/look-again-result";
import { isUnderWay } from "@/components/generation/generation-stage";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { withShownKey } from "@/lib/client/with-shown-key";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { LookAgainBody } from "@/lib/contracts/answers";
import type { GenerationView } from "@/lib/contracts/generations";
import type { ThreadPage } from "@/lib/contracts/threads";

/** Cancel, retry and keep. The reply patches the cache at once; the event stream follows shortly after. */
export function useGenerationCalls(generation: GenerationView) {
  const client = useQueryClient();
  const problemText = useProblemText();
  const params = { generationId: generation.id };

  const run = async (answer: Promise<GenerationView>): Promise<boolean> => {
    try {
      patchGeneration(client, await answer);
      return true;
    } catch (error) {
      void toast(problemText(error), { tone: "error" });
      return false;
    }
  };
  return {
    cancel: async () => {
      await run(call("generations.cancel", { params, body: {} }));
    },
    retry: (mayPayAgain: boolean) =>
      run(
        withShownKey(client, (keyShown) =>
          call("generations.retry", { params, body: { mayPayAgain, keyShown } }),
        ),
      ),
    /** Returns whether a new reading of the answer has started. */
    lookAgain: async (look: LookAgainBody) => {
      // Before the call: the reading may end, and its event arrive, ahead of the reply.
      const undo = recordLook(generation, look.path === null ? "again" : "there");
      const isUnderWay = await run(call("generations.lookAgain", { params, body: look }));
      if (!isUnderWay) undo();
      return isUnderWay;
    },
    keep: async () => {
      await run(call("generations.keep", { params, body: {} }));
    },
  };
}

/** Writes a generation into every cached page that shows its turn. Ignores a reply that is older than an event. */
export function patchGeneration(client: QueryClient, generation: GenerationView): void {
  client.setQueriesData<ThreadPage>({ queryKey: keys.threadPages(generation.threadId) }, (page) =>
    page ? withGeneration(page, generation) : page,
  );
}

function withGeneration(page: ThreadPage, generation: GenerationView): ThreadPage {
  if (!page.path.some((turn) => turn.id === generation.turnId)) return page;
  return {
    ...page,
    path: page.path.map((turn) =>
      turn.id === generation.turnId
        ? {
            ...turn,
            generations: turn.generations.map((known) =>
              isOvertakenBy(known, generation) ? generation : known,
            ),
          }
        : turn,
    ),
  };
}

function isOvertakenBy(known: GenerationView, next: GenerationView): boolean {
  if (known.position !== next.position || known.tryNumber > next.tryNumber) return false;
  return known.tryNumber < next.tryNumber || isUnderWay(known) || !isUnderWay(next);
}
