// Sends the build's static files as scripts/setup/compress.ts prepared them. Next answers what is missing here.
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";

export const STATIC_FOLDER = ".next/static";
export const COMPRESSED_FOLDER = ".next/compressed";
const PREFIX = "/_next/static/";

/** Names contain a hash of the content. */
const CACHE_CONTROL = "public, max-age=31536000, immutable";

/** @type {Record<string, string>} */
const TYPES = {
  ".css": "text/css; charset=UTF-8",
  ".js": "application/javascript; charset=UTF-8",
  ".svg": "image/svg+xml",
};

/** Content codings by preference, with the extension of their files. */
const CODINGS = /** @type {const} */ ([
  ["br", ".br"],
  ["gzip", ".gz"],
]);

/** Whether compression is worthwhile; fonts and images are compressed already. @param {string} name */
export function isCompressible(name) {
  return path.extname(name) in TYPES;
}

/**
 * Whether a content coding is acceptable (RFC 9110, 12.5.3): a weight of 0 refuses it.
 *
 * @param {string} header value of Accept-Encoding
 * @param {string} coding
 */
export function accepts(header, coding) {
  const weights = new Map(
    header.split(",").map((part) => {
      const [name = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
      const weight = parameters.find((text) => text.startsWith("q="));
      return [name, weight === undefined ? 1 : Number(weight.slice(2))];
    }),
  );
  return (weights.get(coding) ?? weights.get("*") ?? 0) > 0;
}

/**
 * A handler for GET and HEAD of prepared static files. It returns false, having sent nothing, for any other request.
 *
 * @param {string} root folder that contains `.next`
 * @returns {(req: import("node:http").IncomingMessage, res: import("node:http").ServerResponse) => Promise<boolean>}
 */
export function staticFiles(root) {
  const folder = path.join(root, COMPRESSED_FOLDER);
  // A list made at start: no request can name a file outside the folder.
  const known = new Set(listFiles(folder));
  return async (req, res) => {
    if (req.method !== "GET" && req.method !== "HEAD") return false;
    const [pathname = ""] = (req.url ?? "").split("?");
    if (!pathname.startsWith(PREFIX)) return false;
    // Next answers requests for parts of a file.
    if (req.headers.range !== undefined) return false;
    const name = pathname.slice(PREFIX.length);
    const header = req.headers["accept-encoding"] ?? "";
    const found = CODINGS.find(
      ([coding, extension]) => known.has(name + extension) && accepts(header, coding),
    );
    if (found === undefined) return false;
    const [coding, extension] = found;
    const bytes = await readFile(path.join(folder, name + extension)).catch(() => null);
    if (bytes === null) return false;
    res.writeHead(200, {
      "content-type": TYPES[path.extname(name)],
      "content-encoding": coding,
      "content-length": bytes.length,
      "cache-control": CACHE_CONTROL,
      vary: "Accept-Encoding",
    });
    res.end(req.method === "HEAD" ? undefined : bytes);
    return true;
  };
}

/** Relative names with `/`; none if the folder is missing. @param {string} folder */
function listFiles(folder) {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
    return names.map((name) => name.split(path.sep).join("/"));
  } catch {
    return [];
  }
}
