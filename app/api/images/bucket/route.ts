import { readBucket } from "@/lib/server/domain/images/wall/months";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("images.bucket", ({ ctx, query }) => readBucket(ctx.actor, query));
