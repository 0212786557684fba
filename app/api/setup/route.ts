import { sessionCookie } from "@/lib/server/auth/cookie";
import { createOwner, loadSetupState } from "@/lib/server/domain/accounts/setup";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("setup.state", ({ ctx }) => loadSetupState(ctx.peer));

export const POST = endpoint("setup.create", async ({ ctx, body, request }) => {
  const userAgent = request.headers.get("user-agent") ?? "";
  const token = await createOwner(body, { peer: ctx.peer, userAgent });
  ctx.replyHeaders.append("set-cookie", await sessionCookie(request.headers, token));
  return { ok: true };
});
