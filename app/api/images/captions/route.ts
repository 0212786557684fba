import { listCaptions } from "@/lib/server/domain/images/captions";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("images.captions", ({ ctx, query }) => listCaptions(ctx.actor, query));
