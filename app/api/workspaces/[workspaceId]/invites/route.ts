import { createInvite } from "@/lib/server/domain/invites/commands";
import { listInvites } from "@/lib/server/domain/invites/queries";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("invites.list", ({ ctx, params }) =>
  listInvites(ctx.actor, params.workspaceId),
);

export const POST = endpoint("invites.create", ({ ctx, params, body }) =>
  createInvite(ctx.actor, { ...body, workspaceId: params.workspaceId }, ctx),
);
