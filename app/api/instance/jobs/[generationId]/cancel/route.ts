import { cancelJob } from "@/lib/server/domain/instance/job-commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("instance.cancelJob", ({ ctx, params }) =>
  cancelJob(ctx.actor, params.generationId, ctx),
);
