import { removeThread, updateThread } from "@/lib/server/domain/threads/commands";
import { loadThreadPage } from "@/lib/server/domain/threads/page";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("threads.page", ({ ctx, params, query }) =>
  loadThreadPage(ctx.actor, params.threadId, query),
);

export const PATCH = endpoint("threads.update", ({ ctx, params, body }) =>
  updateThread(ctx.actor, { ...body, threadId: params.threadId }, ctx),
);

export const DELETE = endpoint("threads.remove", async ({ ctx, params }) => {
  await removeThread(ctx.actor, params.threadId, ctx);
  return { ok: true };
});
