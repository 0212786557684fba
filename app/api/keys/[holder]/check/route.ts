import { testKey } from "@/lib/server/domain/turns/test-key";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("keys.check", ({ ctx, params, body }) =>
  testKey(ctx.actor, { ...body, holder: params.holder }, ctx),
);
