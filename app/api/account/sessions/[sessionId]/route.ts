import { endOneSession } from "@/lib/server/domain/sessions/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const DELETE = endpoint("account.endSession", async ({ ctx, params }) => {
  await endOneSession(ctx.actor, params.sessionId, ctx);
  return { ok: true };
});
