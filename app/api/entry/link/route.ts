import { requestSignInLink } from "@/lib/server/domain/accounts/request-links";
import { endpoint } from "@/lib/server/http/endpoint";
import { languageOf } from "@/lib/server/http/visitor";

export const POST = endpoint("entry.requestLink", async ({ ctx, body, request }) => {
  await requestSignInLink(body.email, { peer: ctx.peer, language: languageOf(request) });
  return { ok: true };
});
