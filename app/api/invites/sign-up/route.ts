import { signUpByInvite } from "@/lib/server/domain/invites/sign-up";
import { endpoint } from "@/lib/server/http/endpoint";
import { addEntryCookies } from "@/lib/server/http/entry-cookies";

export const POST = endpoint("invites.signUp", async ({ ctx, body, request }) => {
  const userAgent = request.headers.get("user-agent") ?? "";
  const { session, workspaceId } = await signUpByInvite(body, { peer: ctx.peer, userAgent });
  await addEntryCookies(ctx.replyHeaders, request.headers, session);
  return { workspaceId };
});
