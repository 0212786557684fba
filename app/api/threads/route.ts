import { listThreads } from "@/lib/server/domain/threads/queries";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("threads.list", ({ ctx, query }) => listThreads(ctx.actor, query));
