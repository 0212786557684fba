import { listSessions } from "@/lib/server/domain/sessions/queries";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("account.sessions", async ({ ctx }) => ({
  sessions: await listSessions(ctx.actor, ctx),
}));
