import { listBadges } from "@/lib/server/domain/shares/queries";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("shares.badges", ({ ctx }) => listBadges(ctx.actor, ctx));
