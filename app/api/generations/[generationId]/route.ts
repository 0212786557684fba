import { loadGenerationDetail } from "@/lib/server/domain/generations/detail";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("generations.detail", ({ ctx, params }) =>
  loadGenerationDetail(ctx.actor, params.generationId),
);
