import { loadLine } from "@/lib/server/domain/queue/load-line";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("generations.line", ({ ctx }) => loadLine(ctx.actor, ctx));
