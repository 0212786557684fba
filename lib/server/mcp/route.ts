import "server-only";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { actorOfRequest } from "@/lib/server/auth/actor";
import { isBearer } from "@/lib/server/auth/access-tokens";
import { systemClock } from "@/lib/server/clock";
import { AppError } from "@/lib/server/errors";
import { JSON_BODY_MAX_BYTES, readBytes } from "@/lib/server/http/body";
import { isCompressed } from "@/lib/server/http/decode-body";
import { originOf } from "@/lib/server/request/read-peer";
import { respond } from "@/lib/server/http/respond";
import { streamRegistry } from "@/lib/server/http/stream-registry";
import { makeMcpServer } from "@/lib/server/mcp/server";

/**
 * The Model Context Protocol over streamable HTTP, without sessions: each POST carries its token and is self-contained,
 * so any process may answer it. A disconnect ends the wait, not the generation.
 */
export function mcpRoute(request: Request): Promise<Response> {
  return respond("mcp", request, async ({ see }) => {
    // No browser adds a bearer token on its own, and cookies are ignored here: so any origin may call, and DNS
    // rebinding gains nothing.
    const isKnown = isBearer(request.headers.get("authorization"));
    const actor = isKnown ? await actorOfRequest(request) : null;
    if (actor === null || actor.token === null) throw new AppError("not_signed_in");
    see({ userId: actor.userId, tokenId: actor.token.id });
    if (!streamRegistry.isOpen) throw new AppError("unavailable");
    const { protocol, host } = originOf(request.headers);
    const server = makeMcpServer({ actor, clock: systemClock, origin: `${protocol}://${host}` });
    const transport = new WebStandardStreamableHTTPServerTransport({
      maxRequestBodySize: JSON_BODY_MAX_BYTES,
      enableJsonResponse: !namesEvents(request.headers),
    });
    await server.connect(transport);
    const understood = await normalizeRequest(request);
    return untilItEnds(await transport.handleRequest(understood), request.signal, () => {
      void server.close();
    });
  }).then(addBearerChallenge);
}

const BOTH = "application/json, text/event-stream";

/** Without text/event-stream in `Accept` the answer is plain JSON, which any HTTP client reads. */
function namesEvents(headers: Headers): boolean {
  return /text\/event-stream/i.test(headers.get("accept") ?? "");
}

/**
 * The request with its body decompressed. Where the caller accepts anything (`*\/*`, no header) or only JSON, `Accept`
 * gets both media types, which the library insists on.
 */
async function normalizeRequest(request: Request): Promise<Request> {
  const { url, method } = request;
  const headers = new Headers(request.headers);
  const accept = headers.get("accept") ?? "*/*";
  if (/\*\/\*|application\/(\*|json)/i.test(accept)) headers.set("accept", BOTH);
  if (!isCompressed(request)) return new Request(request, { headers });
  headers.delete("content-encoding");
  headers.delete("content-length");
  const body = new Uint8Array(await readBytes(request, JSON_BODY_MAX_BYTES));
  return new Request(url, { method, headers, body });
}

/** Passes the response on and calls `end` once: when it is complete, when the caller disconnects, or at shutdown. */
function untilItEnds(response: Response, signal: AbortSignal, end: () => void): Response {
  const ended = new AbortController();
  const finish = () => ended.abort();
  const forget = streamRegistry.add(finish);
  signal.addEventListener("abort", finish, { once: true });
  ended.signal.addEventListener("abort", () => {
    forget();
    signal.removeEventListener("abort", finish);
    end();
  });
  if (signal.aborted || response.body === null) {
    finish();
    return response;
  }
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await reader.read();
      if (!done) return controller.enqueue(value);
      controller.close();
      finish();
    },
    cancel: async (reason) => {
      finish();
      await reader.cancel(reason);
    },
  });
  return new Response(body, response);
}

/** RFC 6750: a 401 names the Bearer scheme. */
function addBearerChallenge(response: Response): Response {
  if (response.status === 401) {
    response.headers.set("www-authenticate", 'Bearer realm="pentimento", error="invalid_token"');
  }
  return response;
}
