import "server-only";
import { z } from "zod";
import {
  type BodyOf,
  operations,
  type ParamsOf,
  type QueryOf,
  type ReplyOf,
} from "@/lib/contracts/operations";
import { UPLOAD_MAX_BYTES } from "@/lib/contracts/limits";
import { nothing, type Operation } from "@/lib/contracts/operation";
import type { OperationName } from "@/lib/contracts/routes";
import { authorizeInstance } from "@/lib/server/auth/access";
import { type Actor, actorOfRequest, type SessionActor } from "@/lib/server/auth/actor";
import { admitToken } from "@/lib/server/auth/admit-token";
import type { Peer } from "@/lib/server/request/peer";
import { type Clock, systemClock } from "@/lib/server/clock";
import { AppError } from "@/lib/server/errors";
import { readJson, refuseDeclaredSize } from "@/lib/server/http/body";
import { refuseCrossSite } from "@/lib/server/http/cross-site";
import { decodedBody } from "@/lib/server/http/decode-body";
import { parse, parseQuery } from "@/lib/server/http/parse";
import { peerOf } from "@/lib/server/request/read-peer";
import { respond } from "@/lib/server/http/respond";
import type { Log } from "@/lib/server/log";

export type Context = {
  requestId: string;
  log: Log;
  clock: Clock;
  peer: Peer;
  /** Headers for the reply, such as a cookie. */
  replyHeaders: Headers;
};

type AccessOf<N extends OperationName> = (typeof operations)[N]["access"];
type ScopeOf<N extends OperationName> = (typeof operations)[N]["scope"];
type ActorFor<N extends OperationName> = ScopeOf<N> extends null ? SessionActor : Actor;
export type ContextFor<N extends OperationName> = Context & {
  actor: AccessOf<N> extends "anyone" ? null : ActorFor<N>;
};

type Input<N extends OperationName> = {
  ctx: ContextFor<N>;
  params: ParamsOf<N>;
  query: QueryOf<N>;
  body: BodyOf<N>;
  request: Request;
};

export type RouteHandler = (
  request: Request,
  context: { params: Promise<Record<string, string | string[] | undefined>> },
) => Promise<Response>;

/**
 * One operation as a Next route handler: request id, cross-site check, authentication, strict parsing, problem+json,
 * `no-store`, and one log line. The handler gets parsed input and returns the reply's data. Replies are validated too:
 * an invalid one gives `internal`, and unknown keys are stripped.
 */
export function endpoint<N extends OperationName>(
  name: N,
  handler: (input: Input<N>) => Promise<ReplyOf<N>>,
): RouteHandler {
  const operation: Operation = operations[name];
  return (request, { params }) =>
    respond(name, request, async ({ requestId, log, see }) => {
      refuseCrossSite(request);
      const actor = operation.access === "anyone" ? null : await admitted(operation, request);
      if (actor) see({ userId: actor.userId, ...(actor.token && { tokenId: actor.token.id }) });
      const replyHeaders = new Headers({ "cache-control": "no-store" });
      const input = {
        ctx: {
          requestId,
          log,
          clock: systemClock,
          peer: peerOf(request.headers),
          replyHeaders,
          actor,
        },
        // Next passes undefined where the path has no parameters.
        params: parseParams(operation.params, (await params) ?? {}),
        query: parseQuery(operation.query, request),
        body: await parseBody(operation, request),
        request,
      };
      const reply = operation.reply.parse(await handler(asInput<N>(input)));
      return Response.json(reply, { status: operation.status, headers: replyHeaders });
    });
}

/** Authenticates and applies the operation's access rule. */
async function admitted(operation: Operation, request: Request): Promise<Actor> {
  const actor = await actorOfRequest(request);
  if (!actor) throw new AppError("not_signed_in");
  if (operation.access === "instance-owner") authorizeInstance(actor);
  admitToken(actor, operation);
  return actor;
}

/** A malformed id answers like a missing one. */
function parseParams(schema: z.ZodType, params: unknown): unknown {
  const parsed = schema.safeParse(params);
  if (!parsed.success) throw new AppError("not_found");
  return parsed.data;
}

async function parseBody(
  { body: schema, bodyMaxBytes = UPLOAD_MAX_BYTES }: Operation,
  request: Request,
): Promise<unknown> {
  if (schema === null) return null;
  // The only custom schema in the contracts is the instance check of a byte stream.
  if (schema instanceof z.ZodCustom) {
    refuseDeclaredSize(request, bodyMaxBytes);
    return parse(schema, decodedBody(request) ?? new Blob().stream());
  }
  const value = await readJson(request);
  if (value !== undefined) return parse(schema, value);
  if (schema === nothing) return {};
  throw new AppError("invalid_body");
}

/** The one cast: each part was just parsed by the schema of operation N that its type is inferred from. */
function asInput<N extends OperationName>(input: unknown): Input<N> {
  return input as Input<N>;
}
