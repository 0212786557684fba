import { readNotices } from "@/lib/server/domain/notices/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("notices.read", ({ ctx, body }) => readNotices(ctx.actor, body, ctx));
