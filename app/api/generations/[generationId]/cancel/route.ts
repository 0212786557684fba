import { cancelGeneration } from "@/lib/server/domain/generations/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("generations.cancel", ({ ctx, params }) =>
  cancelGeneration(ctx.actor, params.generationId, ctx),
);
