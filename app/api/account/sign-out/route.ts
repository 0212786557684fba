import { sessionCookie } from "@/lib/server/auth/cookie";
import { endSession } from "@/lib/server/auth/sessions";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("account.signOut", async ({ ctx, request }) => {
  await endSession(ctx.actor);
  ctx.replyHeaders.append("set-cookie", await sessionCookie(request.headers, null));
  return { ok: true };
});
