import { authorizeGeneration } from "@/lib/server/auth/access";
import { brandId } from "@/lib/server/domain/brand";
import { loadGenerationDetail } from "@/lib/server/domain/generations/detail";
import { waitForTurn } from "@/lib/server/domain/turns/watch";
import { endpoint } from "@/lib/server/http/endpoint";
import { longPoll } from "@/lib/server/http/long-poll";

export const GET = endpoint("generations.detail", async ({ ctx, params, query, request }) => {
  const { generationId } = params;
  const { workspaceId, turnId } = await authorizeGeneration(ctx.actor, generationId, "read");
  const actor = await longPoll(request, ctx.actor, query.wait ?? 0, (signal) =>
    waitForTurn(brandId(workspaceId), brandId(turnId), { signal, generationId }),
  );
  return loadGenerationDetail(actor, generationId);
});
