import { listNotices } from "@/lib/server/domain/notices/queries";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("notices.list", ({ ctx, query }) => listNotices(ctx.actor, query));
