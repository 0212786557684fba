import { checkKey } from "@/lib/server/domain/keys/check";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("keys.check", ({ ctx, params }) => checkKey(ctx.actor, params.holder));
