import { sessionCookie } from "@/lib/server/auth/cookie";
import { resetPassword } from "@/lib/server/domain/accounts/use-links";
import { endpoint } from "@/lib/server/http/endpoint";
import { languageOf, visitorOf } from "@/lib/server/http/visitor";

export const POST = endpoint("entry.resetPassword", async ({ ctx, body, request }) => {
  const token = await resetPassword(body, languageOf(request), visitorOf(request));
  ctx.replyHeaders.append("set-cookie", await sessionCookie(request.headers, token));
  return { ok: true };
});
