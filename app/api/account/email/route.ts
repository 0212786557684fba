import { requestEmailChange } from "@/lib/server/domain/profile/change-email";
import { endpoint } from "@/lib/server/http/endpoint";
import { languageOf } from "@/lib/server/http/visitor";

export const POST = endpoint("account.changeEmail", ({ ctx, body, request }) =>
  requestEmailChange(ctx.actor, { ...body, language: languageOf(request) }),
);
