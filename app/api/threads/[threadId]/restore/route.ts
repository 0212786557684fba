import { restoreThread } from "@/lib/server/domain/threads/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("threads.restore", ({ ctx, params }) =>
  restoreThread(ctx.actor, params.threadId),
);
