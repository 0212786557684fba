import { completeDraft } from "@/lib/server/domain/compat-orders/complete-draft";
import { createTurn } from "@/lib/server/domain/turns/create";
import { loadTurnProgress, toTurnProgress } from "@/lib/server/domain/turns/progress";
import { waitForTurn } from "@/lib/server/domain/turns/watch";
import { endpoint } from "@/lib/server/http/endpoint";
import { longPoll } from "@/lib/server/http/long-poll";

export const POST = endpoint("turns.create", async ({ ctx, body, query, request }) => {
  const { turn, thread } = await createTurn(ctx.actor, await completeDraft(ctx.actor, body), ctx);
  if (!query.wait) return { ...toTurnProgress(turn), thread };
  const actor = await longPoll(request, ctx.actor, query.wait, (signal) =>
    waitForTurn(thread.workspaceId, turn.id, { signal }),
  );
  return { ...(await loadTurnProgress(actor, turn.id)), thread };
});
