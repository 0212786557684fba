import { sessionCookie } from "@/lib/server/auth/cookie";
import { deleteAccount } from "@/lib/server/domain/deletion/delete-account";
import { loadDeletionPlan } from "@/lib/server/domain/deletion/plan";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("account.deletionPlan", ({ ctx }) => loadDeletionPlan(ctx.actor));

export const POST = endpoint("account.remove", async ({ ctx, body, request }) => {
  await deleteAccount(ctx.actor, body);
  ctx.replyHeaders.append("set-cookie", await sessionCookie(request.headers, null));
  return { ok: true };
});
