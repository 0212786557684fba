import { retryJob } from "@/lib/server/domain/instance/job-commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("instance.retryJob", ({ ctx, params, body }) =>
  retryJob(ctx.actor, { generationId: params.generationId, mayPayAgain: body.mayPayAgain }, ctx),
);
