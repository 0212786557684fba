import { sayPresence } from "@/lib/server/domain/threads/presence";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("threads.presence", async ({ ctx, params, body }) => {
  await sayPresence(ctx.actor, { ...body, threadId: params.threadId });
  return { ok: true };
});
