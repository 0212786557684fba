import { removeKey, setKey } from "@/lib/server/domain/keys/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("keys.set", ({ ctx, params, body }) =>
  setKey(ctx.actor, { holder: params.holder, key: body.key }),
);
export const DELETE = endpoint("keys.remove", ({ ctx, params }) =>
  removeKey(ctx.actor, params.holder),
);
