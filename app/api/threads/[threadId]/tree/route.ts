import { loadThreadTree } from "@/lib/server/domain/threads/tree";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("threads.tree", ({ ctx, params }) =>
  loadThreadTree(ctx.actor, params.threadId),
);
