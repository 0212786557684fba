import { previewTurn } from "@/lib/server/domain/turns/preview";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("turns.request", ({ ctx, params }) =>
  previewTurn(ctx.actor, params.turnId),
);
