import { cancelImport, loadImport } from "@/lib/server/domain/imports/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("imports.detail", ({ ctx, params }) =>
  loadImport(ctx.actor, params.importId),
);

export const DELETE = endpoint("imports.cancel", ({ ctx, params }) =>
  cancelImport(ctx.actor, params.importId, ctx),
);
