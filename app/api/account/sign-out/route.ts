import { sessionCookie } from "@/lib/server/auth/cookie";
import { signOut } from "@/lib/server/domain/sessions/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("account.signOut", async ({ ctx, request }) => {
  await signOut(ctx.actor);
  ctx.replyHeaders.append("set-cookie", await sessionCookie(request.headers, null));
  return { ok: true };
});
