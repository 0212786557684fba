import { inTransaction } from "@/lib/server/db";
import { createWorkspace } from "@/lib/server/domain/workspaces/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("workspaces.create", ({ ctx, body }) =>
  inTransaction((tx) =>
    createWorkspace(tx, ctx.actor, { name: body.name, ownerId: ctx.actor.userId }),
  ),
);
