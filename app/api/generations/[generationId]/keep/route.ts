import { keepGeneration } from "@/lib/server/domain/generations/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("generations.keep", ({ ctx, params }) =>
  keepGeneration(ctx.actor, params.generationId),
);
