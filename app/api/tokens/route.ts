import { createOwnToken } from "@/lib/server/domain/tokens/commands";
import { listTokens } from "@/lib/server/domain/tokens/queries";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("tokens.list", ({ ctx }) => listTokens(ctx.actor, ctx));

export const POST = endpoint("tokens.create", ({ ctx, body }) =>
  createOwnToken(ctx.actor, body, ctx),
);
