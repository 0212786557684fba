import { moderateComment, removeComment } from "@/lib/server/domain/shares/moderate";
import { endpoint } from "@/lib/server/http/endpoint";

export const PATCH = endpoint("shares.moderateComment", ({ ctx, params, body }) =>
  moderateComment(ctx.actor, { ...body, ...params }, ctx),
);

export const DELETE = endpoint("shares.removeComment", ({ ctx, params }) =>
  removeComment(ctx.actor, params),
);
