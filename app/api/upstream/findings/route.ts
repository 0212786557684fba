import { forgetFindings, saveFindings } from "@/lib/server/domain/upstream/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("upstream.save", ({ ctx }) => saveFindings(ctx.actor, ctx));

export const DELETE = endpoint("upstream.forget", ({ ctx }) => forgetFindings(ctx.actor));
