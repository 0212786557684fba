import { requestReset } from "@/lib/server/domain/accounts/request-links";
import { endpoint } from "@/lib/server/http/endpoint";
import { languageOf } from "@/lib/server/http/visitor";

export const POST = endpoint("entry.requestReset", async ({ ctx, body, request }) => {
  await requestReset(body.email, { peer: ctx.peer, language: languageOf(request) });
  return { ok: true };
});
