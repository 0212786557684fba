import { startCheck } from "@/lib/server/domain/upstream/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("upstream.check", ({ ctx, body }) => startCheck(ctx.actor, body, ctx));
