import { signUpAtOnce } from "@/lib/server/domain/accounts/sign-up";
import { endpoint } from "@/lib/server/http/endpoint";
import { addEntryCookies } from "@/lib/server/http/entry-cookies";
import { languageOf, visitorOf } from "@/lib/server/http/visitor";

export const POST = endpoint("entry.signUp", async ({ ctx, body, request }) => {
  const token = await signUpAtOnce({ ...body, language: languageOf(request) }, visitorOf(request));
  await addEntryCookies(ctx.replyHeaders, request.headers, token);
  return { ok: true };
});
