import { changePerson } from "@/lib/server/domain/instance/people";
import { endpoint } from "@/lib/server/http/endpoint";

export const PATCH = endpoint("instance.changePerson", ({ ctx, params, body }) =>
  changePerson(ctx.actor, { ...body, userId: params.userId }),
);
