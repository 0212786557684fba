import { countUnread } from "@/lib/server/domain/notices/queries";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("notices.unread", ({ ctx }) => countUnread(ctx.actor));
