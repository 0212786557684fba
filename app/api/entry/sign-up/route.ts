import { sessionCookie } from "@/lib/server/auth/cookie";
import { signUpAtOnce } from "@/lib/server/domain/accounts/sign-up";
import { endpoint } from "@/lib/server/http/endpoint";
import { languageOf, visitorOf } from "@/lib/server/http/visitor";

export const POST = endpoint("entry.signUp", async ({ ctx, body, request }) => {
  const token = await signUpAtOnce(body, languageOf(request), visitorOf(request));
  ctx.replyHeaders.append("set-cookie", await sessionCookie(request.headers, token));
  return { ok: true };
});
