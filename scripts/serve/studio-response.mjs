import { ServerResponse } from "node:http";

/** One year, in seconds. Without includeSubDomains: other services may run there. */
const HSTS = "max-age=31536000";

/**
 * The policy for HTML without its own: error pages of Next or of a library. Allows text and styles, no scripts. The
 * studio's own pages get a policy with a nonce from proxy.ts.
 */
const PLAIN_PAGE_POLICY = [
  "default-src 'none'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * Headers that every response carries, whatever writes it.
 *
 * @param {string | undefined} publicUrl PENTIMENTO_URL; HSTS is sent only where it is an https address
 * @returns {Record<string, string>}
 */
export function headersOfEveryReply(publicUrl) {
  const address = publicUrl?.trim() ?? "";
  const isHttps = URL.canParse(address) && new URL(address).protocol === "https:";
  return {
    "x-content-type-options": "nosniff",
    ...(isHttps && { "strict-transport-security": HSTS }),
  };
}

/**
 * The response class for `http.createServer`; Node also uses it for the responses that it sends itself (no Host header,
 * an expectation that cannot be met). Headers set by a route win.
 *
 * @param {Record<string, string>} headers
 */
export function responseWith(headers) {
  return class StudioResponse extends ServerResponse {
    /** Node also calls this for implicit headers. */
    writeHead(status, ...rest) {
      const given = namesOf(rest.at(-1));
      for (const [name, value] of Object.entries(headers)) {
        if (!this.hasHeader(name) && !given.has(name)) this.setHeader(name, value);
      }
      const type = given.get("content-type") ?? this.getHeader("content-type");
      const hasPolicy =
        given.has("content-security-policy") || this.hasHeader("content-security-policy");
      if (/^\s*(text\/html|application\/xhtml)/i.test(String(type ?? "")) && !hasPolicy) {
        this.setHeader("content-security-policy", PLAIN_PAGE_POLICY);
      }
      return super.writeHead(status, ...rest);
    }
  };
}

/** Lower-case names of the headers given to `writeHead`, as an object or a flat list. */
function namesOf(given) {
  if (typeof given !== "object" || given === null) return new Map();
  const pairs = Array.isArray(given)
    ? given.flatMap((name, at) => (at % 2 === 0 ? [[name, given[at + 1]]] : []))
    : Object.entries(given);
  return new Map(pairs.map(([name, value]) => [String(name).toLowerCase(), value]));
}

const STATUS_OF_PARSER = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "413 Payload Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

/**
 * Answers bytes that are not HTTP as Node does without a "clientError" listener, plus the headers of every response.
 *
 * @param {Record<string, string>} headers
 * @returns {(error: NodeJS.ErrnoException, socket: import("node:stream").Duplex) => void}
 */
export function refuseBrokenRequest(headers) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return (error, socket) => {
    const isGone = error.code === "ECONNRESET" || !socket.writable;
    // A response that has begun on this socket must not get a second head.
    const hasBegun = socket._httpMessage?.headersSent === true;
    if (!isGone && !hasBegun) {
      const status = STATUS_OF_PARSER[error.code ?? ""] ?? "400 Bad Request";
      socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\n${lines.join("")}\r\n`);
    }
    socket.destroy();
  };
}
