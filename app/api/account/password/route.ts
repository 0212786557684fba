import { changePassword } from "@/lib/server/domain/accounts/change-password";
import { endpoint } from "@/lib/server/http/endpoint";
import { addEntryCookies } from "@/lib/server/http/entry-cookies";
import { languageOf } from "@/lib/server/http/visitor";

export const POST = endpoint("account.changePassword", async ({ ctx, body, request }) => {
  const userAgent = request.headers.get("user-agent") ?? "";
  const sender = { userAgent, language: languageOf(request) };
  const token = await changePassword(ctx.actor, { ...body, ...sender });
  await addEntryCookies(ctx.replyHeaders, request.headers, token);
  return { ok: true };
});
