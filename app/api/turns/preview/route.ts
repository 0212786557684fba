import { previewDraft } from "@/lib/server/domain/turns/preview";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("turns.preview", ({ ctx, body }) => previewDraft(ctx.actor, body));
