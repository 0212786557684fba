import { revokeAllShares } from "@/lib/server/domain/shares/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("shares.revokeAll", ({ ctx }) => revokeAllShares(ctx.actor, ctx));
