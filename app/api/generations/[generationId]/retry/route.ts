import { retryGeneration } from "@/lib/server/domain/generations/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("generations.retry", ({ ctx, params, body }) =>
  retryGeneration(ctx.actor, { ...body, generationId: params.generationId }, ctx),
);
