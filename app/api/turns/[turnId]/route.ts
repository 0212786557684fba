import { authorizeTurn } from "@/lib/server/auth/access";
import { brandId } from "@/lib/server/domain/brand";
import { loadTurnProgress } from "@/lib/server/domain/turns/progress";
import { waitForTurn } from "@/lib/server/domain/turns/watch";
import { endpoint } from "@/lib/server/http/endpoint";
import { longPoll } from "@/lib/server/http/long-poll";

export const GET = endpoint("turns.progress", async ({ ctx, params, query, request }) => {
  const { workspaceId } = await authorizeTurn(ctx.actor, params.turnId, "read");
  const actor = await longPoll(request, ctx.actor, query.wait ?? 0, (signal) =>
    waitForTurn(brandId(workspaceId), params.turnId, { signal }),
  );
  return loadTurnProgress(actor, params.turnId);
});
