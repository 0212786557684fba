import { createDownload } from "@/lib/server/domain/downloads/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("downloads.create", ({ ctx, body }) =>
  createDownload(ctx.actor, body, ctx),
);
