import { ServerResponse } from "node:http";

/** A year, in seconds. Subdomains are left out: other services may live there. */
const HSTS = "max-age=31536000";

/**
 * The policy of HTML that brings none of its own: an error page of Next's, or of a library. It shows text and style and
 * runs nothing. Pages of the studio get theirs, with a nonce, from proxy.ts.
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
 * Headers that every reply carries, whatever writes it.
 * @param {string | undefined} publicUrl PENTIMENTO_URL; browsers are told to stay on https only where it is an https address
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
 * The class of replies for `http.createServer`: it also makes those that Node sends by itself (no Host header, an
 * expectation that cannot be met). Headers that a route has set win.
 * @param {Record<string, string>} headers
 */
export function responseWith(headers) {
  return class StudioResponse extends ServerResponse {
    /** Every way to send a head ends here, the implicit one too. */
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

/** Headers given to `writeHead` itself, as an object or a flat list, by lower-case name. */
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
 * Answers what is not HTTP, as Node does where nobody listens, with the headers of every reply.
 * @param {Record<string, string>} headers
 * @returns {(error: NodeJS.ErrnoException, socket: import("node:stream").Duplex) => void}
 */
export function refuseBrokenRequest(headers) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return (error, socket) => {
    const isGone = error.code === "ECONNRESET" || !socket.writable;
    // A reply that has begun on this socket must not get a second head.
    const hasBegun = socket._httpMessage?.headersSent === true;
    if (!isGone && !hasBegun) {
      const status = STATUS_OF_PARSER[error.code ?? ""] ?? "400 Bad Request";
      socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\n${lines.join("")}\r\n`);
    }
    socket.destroy();
  };
}
