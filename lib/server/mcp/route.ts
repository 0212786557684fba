import "server-only";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { actorOfRequest } from "@/lib/server/auth/actor";
import { isBearer } from "@/lib/server/auth/access-tokens";
import { systemClock } from "@/lib/server/clock";
import { AppError } from "@/lib/server/errors";
import { JSON_BODY_MAX_BYTES, readBytes } from "@/lib/server/http/body";
import { isCompressed } from "@/lib/server/http/decode-body";
import { originOf } from "@/lib/server/http/peer";
import { respond } from "@/lib/server/http/respond";
import { streamRegistry } from "@/lib/server/http/stream-registry";
import { makeMcpServer } from "@/lib/server/mcp/server";

/**
 * The Model Context Protocol over streamable HTTP, without sessions: each POST carries its token and is whole in itself,
 * so any process may answer it. A caller that hangs up ends the waiting, never what was asked for.
 */
export function mcpRoute(request: Request): Promise<Response> {
  return respond("mcp", request, async ({ see }) => {
    // No browser adds a bearer token by itself, and a cookie opens nothing here: so a page of any origin may come, and a
    // name that is pointed at us (DNS rebinding) opens nothing either.
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
    const understood = await asTheLibraryTakesIt(request);
    return untilItEnds(await transport.handleRequest(understood), request.signal, () => {
      void server.close();
    });
  }).then(askForToken);
}

const BOTH = "application/json, text/event-stream";

/** Whoever names no event stream gets plain JSON, which any HTTP client reads. */
function namesEvents(headers: Headers): boolean {
  return /text\/event-stream/i.test(headers.get("accept") ?? "");
}

/**
 * The request with its body unpacked, and with both media in `Accept`, which the library insists on, where the caller takes
 * anything (`*\/*`, no header at all) or JSON alone.
 */
async function asTheLibraryTakesIt(request: Request): Promise<Request> {
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

/** Hands the answer on, and calls `end` once: when it is whole, when the caller leaves, or when we shut down. */
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

/** RFC 6750: whoever has no good token is told which kind is wanted. */
function askForToken(response: Response): Response {
  if (response.status === 401) {
    response.headers.set("www-authenticate", 'Bearer realm="pentimento", error="invalid_token"');
  }
  return response;
}
