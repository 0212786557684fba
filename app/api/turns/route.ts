import { createTurn } from "@/lib/server/domain/turns/create";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("turns.create", ({ ctx, body }) =>
  createTurn(ctx.actor, ctx.clock, body),
);
