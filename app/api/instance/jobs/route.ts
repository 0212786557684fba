import { listJobs } from "@/lib/server/domain/instance/jobs";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("instance.jobs", ({ ctx, query }) => listJobs(ctx.actor, query, ctx));
