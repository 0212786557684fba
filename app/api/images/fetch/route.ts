import { fetchImage } from "@/lib/server/domain/images/fetch";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("images.fetch", ({ ctx, body }) => fetchImage(ctx.actor, body.url));
