import { createImport, listImports } from "@/lib/server/domain/imports/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("imports.list", ({ ctx }) => listImports(ctx.actor));

export const POST = endpoint("imports.create", ({ ctx, query, body, request }) => {
  const declared = request.headers.get("content-length");
  const byteCount = declared === null ? null : Number(declared);
  return createImport(ctx.actor, { name: query.name, bytes: body, byteCount });
});
