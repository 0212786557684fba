import { loadStudioState } from "@/lib/server/domain/studio/state";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("studio.state", ({ ctx }) => loadStudioState(ctx.actor, ctx));
