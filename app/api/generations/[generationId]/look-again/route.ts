import { lookAgain } from "@/lib/server/domain/generations/look-again";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("generations.lookAgain", ({ ctx, params, body }) =>
  lookAgain(ctx.actor, { ...body, generationId: params.generationId }),
);
