import { listTags } from "@/lib/server/domain/images/tags";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("tags.list", ({ ctx }) => listTags(ctx.actor));
