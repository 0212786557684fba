import "server-only";
import type { z } from "zod";
import { admitVisitor, type Visitor } from "@/lib/server/auth/visitor";
import { type Clock, systemClock } from "@/lib/server/clock";
import { AppError } from "@/lib/server/errors";
import { refuseCrossSite } from "@/lib/server/http/cross-site";
import { respond } from "@/lib/server/http/respond";

type Params = { token: string };
type Handler<P extends Params> = (
  request: Request,
  context: { params: Promise<P> },
) => Promise<Response>;

type Input<P> = { visitor: Visitor; request: Request; params: P; clock: Clock };

/**
 * A route below `/s/<token>` for those whom the share admits. Every answer, errors included, stays out of search engines
 * and caches, and sends no referrer; unknown, expired and revoked shares answer alike.
 */
export function shareRoute<P extends Params = Params>(
  name: string,
  handle: (input: Input<P>) => Promise<Response>,
): Handler<P> {
  return openShareRoute<P>(name, async ({ request, params, clock }) => {
    const visitor = await admitVisitor(params.token, request.headers, { clock });
    return handle({ visitor, request, params, clock });
  });
}

/** The same without admission, for the password and the preview card. */
export function openShareRoute<P extends Params = Params>(
  name: string,
  handle: (input: Omit<Input<P>, "visitor">) => Promise<Response>,
): Handler<P> {
  return async (request, { params }) => {
    const response = await respond(name, request, async () => {
      refuseCrossSite(request);
      return handle({ request, params: await params, clock: systemClock });
    });
    response.headers.set("x-robots-tag", "noindex, nofollow");
    response.headers.set("referrer-policy", "no-referrer");
    return response;
  };
}

/** A malformed id answers like a missing one. */
export function parseId<Schema extends z.ZodType>(schema: Schema, id: string): z.output<Schema> {
  const parsed = schema.safeParse(id);
  if (!parsed.success) throw new AppError("not_found");
  return parsed.data;
}

/** The header that sets a cookie, if there is one to set. */
export function withCookie(cookie: string | null): Record<string, string> {
  return cookie === null ? {} : { "set-cookie": cookie };
}

/** JSON that only this visitor may see. */
export function shareJson(data: unknown, headers: Record<string, string> = {}): Response {
  return Response.json(data, { headers: { "cache-control": "no-store", ...headers } });
}
