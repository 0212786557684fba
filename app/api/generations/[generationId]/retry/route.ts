import { retryGeneration } from "@/lib/server/domain/generations/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("generations.retry", ({ ctx, params, body }) =>
  retryGeneration(ctx.actor, ctx.clock, params.generationId, body),
);
