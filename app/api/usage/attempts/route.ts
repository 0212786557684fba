import { listAttempts } from "@/lib/server/domain/usage/attempts";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("usage.attempts", ({ ctx, query }) => listAttempts(ctx.actor, query));
