import { sessionCookie } from "@/lib/server/auth/cookie";
import { signUpByInvite } from "@/lib/server/domain/invites/sign-up";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("invites.signUp", async ({ ctx, body, request }) => {
  const userAgent = request.headers.get("user-agent") ?? "";
  const { session, workspaceId } = await signUpByInvite(body, { peer: ctx.peer, userAgent });
  ctx.replyHeaders.append("set-cookie", await sessionCookie(request.headers, session));
  return { workspaceId };
});
