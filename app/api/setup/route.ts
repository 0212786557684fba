import { createOwner, loadSetupState } from "@/lib/server/domain/accounts/setup";
import { endpoint } from "@/lib/server/http/endpoint";
import { addEntryCookies } from "@/lib/server/http/entry-cookies";

export const GET = endpoint("setup.state", ({ ctx }) => loadSetupState(ctx.peer));

export const POST = endpoint("setup.create", async ({ ctx, body, request }) => {
  const userAgent = request.headers.get("user-agent") ?? "";
  const token = await createOwner(body, { peer: ctx.peer, userAgent });
  await addEntryCookies(ctx.replyHeaders, request.headers, token);
  return { ok: true };
});
