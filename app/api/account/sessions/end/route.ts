import { sessionCookie } from "@/lib/server/auth/cookie";
import { endSessions } from "@/lib/server/domain/sessions/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("account.endSessions", async ({ ctx, body, request }) => {
  const ended = await endSessions(ctx.actor, body.which, ctx);
  if (body.which === "all") {
    ctx.replyHeaders.append("set-cookie", await sessionCookie(request.headers, null));
  }
  return { ended };
});
