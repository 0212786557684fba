import { readRawAnswer } from "@/lib/server/domain/generations/look-again";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("generations.answer", ({ ctx, params, query }) =>
  readRawAnswer(ctx.actor, { ...query, generationId: params.generationId }),
);
