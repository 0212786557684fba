import { sessionCookie } from "@/lib/server/auth/cookie";
import { finishSignUp } from "@/lib/server/domain/accounts/use-links";
import { endpoint } from "@/lib/server/http/endpoint";
import { languageOf, visitorOf } from "@/lib/server/http/visitor";

export const POST = endpoint("entry.finishSignUp", async ({ ctx, body, request }) => {
  const token = await finishSignUp(body, languageOf(request), visitorOf(request));
  ctx.replyHeaders.append("set-cookie", await sessionCookie(request.headers, token));
  return { ok: true };
});
